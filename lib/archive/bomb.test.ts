import { deflateRawSync } from 'node:zlib';
import { beforeEach, expect, it } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { forgedZip } from '@/e2e/support/forgedZip';
import { someMessage } from '@/e2e/support/storedMail';
import { listMessages } from '@/lib/store/lists';
import { Import } from './importMail';

/** Zip bombs, by the way that a person's file goes. */

const now = Date.UTC(2026, 1, 1);

const imported = (zip: Blob) =>
  new Import(
    { files: [new File([zip], 'mail.zip')], elsewhere: { kind: 'recreate' }, localName: 'Imported' },
    now,
    () => {},
    new AbortController().signal,
  ).run();

const packed = (name: string, bytes: Buffer, size = bytes.length) => ({
  ...{ name, data: deflateRawSync(bytes), size, method: 8 },
});
const mail = { name: 'mail.eml', data: Buffer.from(someMessage('mail')) };
const zeros = Buffer.alloc(20_000_000);

beforeEach(async () => {
  await emptyStore();
});

it('a zip that says what it unpacks to is refused before any of it is unpacked', async () => {
  const bombs = Array.from({ length: 8 }, (_, index) => packed(`${index}.eml`, zeros));
  const result = await imported(forgedZip([mail, ...bombs]));
  expect(result).toMatchObject({ imported: 0, octets: 0, problems: { count: 1 } });
  expect(result.problems.list).toMatchObject([{ name: 'mail.zip', code: 'hostile_zip' }]);
});

it('one that lies is stopped at the size that it says, and the mail beside it comes', async () => {
  const bomb = packed('bomb.eml', zeros, 1_000);
  const result = await imported(forgedZip([bomb, mail]));
  expect(result).toMatchObject({ imported: 1, problems: { count: 1 } });
  expect(result.problems.list).toMatchObject([
    { name: 'bomb.eml', code: expect.stringMatching(/hostile_zip|broken_zip/) },
  ]);
  expect((await listMessages('inbox', 0, 9)).map(({ envelope }) => envelope.subject)).toEqual(['mail']);
});

it('one message that is larger than any may be is left out', async () => {
  const result = await imported(
    forgedZip([
      packed('large.eml', zeros, 300 * 1024 * 1024),
      ...Array.from({ length: 200 }, (_, index) => ({
        ...{ name: `${index}.txt`, data: Buffer.alloc(20_000, index) },
      })),
    ]),
  );
  expect(result).toMatchObject({ imported: 0, ignored: 200, problems: { count: 1 } });
  expect(result.problems.list).toMatchObject([{ name: 'large.eml', code: 'too_large' }]);
});
