// All that a reset throws away: the shop, the bucket, the counters, the tokens, the faults.
import { Faults } from './faults.mjs';
import { Shop } from './shop.mjs';
import { Stats } from './stats.mjs';
import { Bucket } from './throttle.mjs';

export class World {
    constructor(settings) {
        this.shop = new Shop(settings);
        this.bucket = new Bucket(this.shop.settings);
        this.stats = new Stats();
        this.faults = new Faults();
        this.tokens = new Map();
        this.base = '';
    }

    newToken() {
        const token = `shpat_${this.shop.newId('other').toString(16)}${this.shop.random.below(2 ** 31).toString(16)}`;
        this.tokens.set(token, Date.now() + this.shop.settings.tokenSeconds * 1000);
        this.stats.tokens++;
        return token;
    }

    isToken(token) {
        if (!token) return false;
        if (token === this.shop.settings.token) return true;
        return (this.tokens.get(token) ?? 0) > Date.now();
    }
}
