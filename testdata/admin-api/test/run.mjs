// Every test of the server, as TAP.
import { changes, creations } from './customers.mjs';
import { documents, searches, server } from './requests.mjs';
import { bulk } from './bulk.mjs';
import { finish } from './tap.mjs';

for (const part of [documents, creations, changes, searches, bulk, server]) await part();
finish();
