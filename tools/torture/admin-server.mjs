// The test server of testdata/admin-api and the program that is tried against it, for admin.mjs.
import { spawn, spawnSync, execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const HURRY = 20;

export class Server {
    static async start(root) {
        const self = new Server();
        self.child = spawn('node', [join(root, 'testdata/admin-api/server.mjs')], {
            stdio: ['pipe', 'pipe', 'inherit'],
        });
        const port = await new Promise((resolve, reject) => {
            self.child.stdout.once('data', (text) => resolve(/listening (\d+)/.exec(text)?.[1]));
            self.child.once('exit', () => reject(new Error('the test server does not start')));
        });
        self.url = `http://127.0.0.1:${port}`;
        return self;
    }

    async control(path, body) {
        const reply = await fetch(`${this.url}/test/${path}`, {
            ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
        });
        if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`);
        return reply;
    }

    async post(path, body) {
        return (await this.control(path, body)).json();
    }

    async stats() {
        return (await this.control('stats')).json();
    }

    // Sorted lines, without ids and dates; each says how many mails its customer got.
    async dump() {
        const text = await (await this.control('dump?plain=1')).text();
        return text.split('\n').filter((line) => line !== '');
    }

    stop() {
        this.child.stdin.end();
        this.child.kill('SIGTERM');
    }
}

const pause = (ms) =>
    new Promise((resolve) => {
        setTimeout(resolve, ms);
    });

// A folder with an input, a journal and the shop's credentials, and the program in it.
export class Client {
    constructor(meibo, url) {
        this.meibo = meibo;
        this.url = url;
        this.home = mkdtempSync(join(tmpdir(), 'meibo-admin-'));
        this.hurry = HURRY;
    }

    // A new journal, and this input.
    fresh(csv) {
        for (const name of ['state', 'config', 'run', 'tmp']) {
            rmSync(join(this.home, name), { recursive: true, force: true });
            mkdirSync(join(this.home, name), { mode: 0o700 });
        }
        mkdirSync(join(this.home, 'config/meibo'), { mode: 0o700 });
        writeFileSync(join(this.home, 'secret'), 'test-secret\n', { mode: 0o600 });
        if (csv !== undefined) writeFileSync(join(this.home, 'run/in.csv'), csv);
        const added = this.env();
        execFileSync(
            this.meibo,
            [
                'shop',
                'add',
                'torture',
                this.url,
                '--client-id',
                'test-client',
                '--token-file',
                join(this.home, 'secret'),
            ],
            { env: added, stdio: 'ignore' },
        );
    }

    env() {
        return {
            PATH: process.env.PATH,
            HOME: this.home,
            LC_ALL: 'C.UTF-8',
            TMPDIR: join(this.home, 'tmp'),
            XDG_STATE_HOME: join(this.home, 'state'),
            XDG_CONFIG_HOME: join(this.home, 'config'),
            MEIBO_TEST_HURRY: String(this.hurry),
            ASAN_OPTIONS: process.env.ASAN_OPTIONS ?? '',
        };
    }

    // {status, ms, words}; status is null when it was killed, after killAfter ms.
    async run(args, killAfter) {
        const began = performance.now();
        const child = spawn(this.meibo, args, {
            cwd: join(this.home, 'run'),
            env: this.env(),
            stdio: ['ignore', 'pipe', 'pipe'],
        });
        const parts = [];
        const out = [];
        child.stderr.on('data', (part) => parts.push(part));
        child.stdout.on('data', (part) => out.push(part));
        const ended = new Promise((resolve) => {
            child.once('close', (code) => resolve(code));
        });
        if (killAfter !== undefined) {
            await Promise.race([pause(killAfter), ended]);
            child.kill('SIGKILL');
        }
        const status = await ended;
        return {
            status,
            ms: performance.now() - began,
            words: Buffer.concat(parts).toString(),
            out: Buffer.concat(out).toString(),
        };
    }

    import(bulk, killAfter) {
        const args = ['import', 'in.csv', '--shop', 'torture', '--yes', '--json', '--bulk', bulk];
        return this.run(args, killAfter);
    }

    // Whether the last job was done, and only its process had not ended.
    isDone() {
        const file = join(this.home, 'state/meibo/journal.db');
        if (!existsSync(file)) return false;
        const { stdout } = spawnSync('sqlite3', [file, 'SELECT max(state = 2) FROM jobs']);
        return stdout.toString().trim() === '1';
    }

    // The same command until it is done, as a person would: {status, runs, ms, words}.
    async importToTheEnd(bulk, most = 6) {
        let last;
        let ms = 0;
        let runs = 0;
        do {
            last = await this.import(bulk);
            runs++;
            ms += last.ms;
        } while (last.status !== 0 && last.status !== 3 && runs < most);
        return { ...last, runs, ms };
    }

    // Rows of customers of the last job that the journal has in this state: 3 refused, 4 not known.
    rowsOf(state) {
        const file = join(this.home, 'state/meibo/journal.db');
        if (!existsSync(file)) return [];
        const sql =
            'SELECT key & 4294967295 FROM entries LEFT JOIN answers USING (key) ' +
            `WHERE coalesce(answers.state, entries.state) = ${state} ` +
            'AND key >> 32 = (SELECT max(number) FROM jobs)';
        return execFileSync('sqlite3', [file, sql]).toString().split('\n').filter(Boolean).map(Number);
    }

    unknown() {
        return this.rowsOf(4);
    }

    failed() {
        return this.rowsOf(3);
    }

    close() {
        rmSync(this.home, { recursive: true, force: true });
    }
}
