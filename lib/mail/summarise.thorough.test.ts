import { expect, it } from 'vitest';
import { generateMessages } from '@/e2e/support/messages';
import { sampleMessages } from '@/lib/demo/mailbox';
import { headOctets, summarise, summariseAll } from './summarise';

it('a first look says what the whole head says, of the sample mailbox and of generated mail', async () => {
  const sample = await sampleMessages(new Date(Date.UTC(2026, 0, 1)));
  for (const { bytes } of [...generateMessages(200), ...sample]) {
    const head = new Uint8Array(bytes.subarray(0, headOctets));
    const whole = head.length === bytes.length;
    expect(await summarise(head, whole)).toEqual(await summariseAll(head, whole));
  }
}, 60_000);
