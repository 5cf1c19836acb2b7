// The leaky bucket of points, in real time.
export class Bucket {
    constructor({ maximumAvailable, restoreRate, available }, now = Date.now()) {
        this.maximum = maximumAvailable;
        this.rate = restoreRate;
        this.level = available ?? maximumAvailable;
        this.at = now;
        this.restored = 0;
    }

    // Points there are now. `restored` counts what came in, and what a full bucket could not take does not count.
    fill(now = Date.now()) {
        const more = Math.min(this.maximum - this.level, ((now - this.at) / 1000) * this.rate);
        this.level += Math.max(0, more);
        this.restored += Math.max(0, more);
        this.at = now;
        return this.level;
    }

    take(points) {
        if (this.fill() < points) return false;
        this.level -= points;
        return true;
    }

    giveBack(points) {
        this.level = Math.min(this.maximum, this.level + points);
    }

    status() {
        this.fill();
        return {
            maximumAvailable: this.maximum,
            currentlyAvailable: Math.floor(this.level),
            restoreRate: this.rate,
        };
    }
}
