// Staged uploads and the results of bulk operations.
import { send } from './http.mjs';
export function uploadRequest(world, request, url, body, response) {
    return send(response, 404, '');
}
export function resultRequest(world, request, url, response) {
    return send(response, 404, '');
}
