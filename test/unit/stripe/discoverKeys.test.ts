import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { discoverKeys } from '../../../src/stripe/discoverKeys.ts';

const body = '51ABCdefGHIjklMNOpqrSTUvwx';
const config = `color = ""
project-name = "default"

[default]
account_id = "acct_1Shop"
device_name = "laptop"
display_name = "Shop"
live_mode_api_key = "rk_live_*********************1234"
live_mode_pub_key = "pk_live_${body}"
test_mode_api_key = "rk_test_${body}1"
test_mode_key_expires_at = "2027-02-20"
test_mode_pub_key = "pk_test_${body}"

["second.one"]
display_name = 'Other # shop'
live_mode_api_key = 'sk_live_${body}2'
test_mode_api_key = ""
`;

describe('finding API keys', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'keys-'));
  });
  afterEach(() => rm(home, { recursive: true }));

  async function write(path: string, text: string): Promise<string> {
    const file = join(home, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return file;
  }
  const discover = (envFiles: readonly string[] = [], env: Record<string, string> = {}) =>
    discoverKeys({ envFiles, env, home });

  it('finds those of every profile of the Stripe CLI, and passes over shortened ones', async () => {
    const file = await write('.config/stripe/config.toml', config);
    assert.deepEqual(await discover(), {
      keys: [
        {
          source: 'stripeCli',
          file,
          label: 'Shop',
          mode: 'test',
          key: `rk_test_${body}1`,
          accountId: 'acct_1Shop',
          expires: '2027-02-20',
        },
        {
          source: 'stripeCli',
          file,
          label: 'Other # shop (second.one)',
          mode: 'live',
          key: `sk_live_${body}2`,
        },
      ],
      problems: [],
    });
  });

  it('looks where XDG_CONFIG_HOME says', async () => {
    await write('elsewhere/stripe/config.toml', config);
    assert.equal((await discover()).keys.length, 0);
    assert.equal((await discover([], { XDG_CONFIG_HOME: join(home, 'elsewhere') })).keys.length, 2);
  });

  it('finds those in .env files by their form, whatever their names', async () => {
    const file = await write(
      'app/.env',
      `STRIPE_SECRET_KEY=sk_test_old${body}\nSTRIPE_SECRET_KEY="sk_test_${body}1" # mine\r\nexport PAY='rk_live_${body}2'\n` +
        `STRIPE_PUBLISHABLE_KEY=pk_test_${body}\nSTRIPE_WEBHOOK_SECRET=whsec_${body}\n#OLD=sk_test_${body}3\n` +
        `EXAMPLE=sk_test_your_key_here\nEXAMPLE_2=sk_test_xxxxxxxxxxxxxxxxxxxxxxxx\nEMPTY=\n`,
    );
    assert.deepEqual((await discover([file])).keys, [
      { source: 'envFile', file, label: 'STRIPE_SECRET_KEY', mode: 'test', key: `sk_test_${body}1` },
      { source: 'envFile', file, label: 'PAY', mode: 'live', key: `rk_live_${body}2` },
    ]);
  });

  it('gives a key that stands in several places once, as the first has it', async () => {
    const first = await write('.env', `A=sk_test_${body}1\n`);
    const second = await write('.env.local', `B=sk_test_${body}1\nC=sk_test_${body}2\n`);
    assert.deepEqual(
      (await discover([first, second])).keys.map(({ label }) => label),
      ['A', 'C'],
    );
  });

  it('passes over files that are not there', async () => {
    assert.deepEqual(await discover([join(home, '.env')]), { keys: [], problems: [] });
  });

  it('says which file is damaged, without a key in it, and still reads the others', async () => {
    await write('.config/stripe/config.toml', `[default]\ntest_mode_api_key = "sk_test_${body}9\n`);
    const env = await write('.env', `A=sk_test_${body}1\n`);
    const { keys, problems } = await discover([env]);
    assert.equal(keys.length, 1);
    const [problem, ...others] = problems;
    assert.deepEqual(others, []);
    assert.equal(problem?.name, 'HumanError');
    assert.match(problem?.message ?? '', /config\.toml.*line 2.*stripe login/);
    assert.ok(!`${problem?.message}${problem?.stack}${String(problem?.cause)}`.includes(body));
  });

  it('says that a folder is no file', async () => {
    assert.match((await discover([home])).problems[0]?.message ?? '', /cannot be read \(EISDIR\)/);
  });
});
