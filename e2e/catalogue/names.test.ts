import { describe, expect, it } from 'vitest';
import { verbs } from './ground';
import { openMailbox } from './mailbox';
import { asMail, deleting, type Held, holding, letters, named } from './maildrop';

/* Names that are other messages' now, or all new. */

it('PS-09 a message under the name of another never takes the place of what is stored', async () => {
  const messages = letters('one', 'two');
  const held = messages.map((message) => ({ ...message }));
  const { check, mail, heard } = await openMailbox({ answers: holding(held) });
  await check();
  held.reverse();
  for (const [index, message] of held.entries()) message.uidl = index === 0 ? 'one' : 'two';
  const before = heard.length;
  await check();
  expect(await mail()).toEqual(asMail(messages));
  expect(verbs(heard.slice(before))).not.toContain('RETR');
});

describe('UIDLs that are all others after a migration', () => {
  const migrated = (messages: readonly Held[]) =>
    messages.map(({ uidl, text }) => ({ uidl: `new ${uidl}`, text: `Delivered-To: alice\r\n${text}` }));

  it('60 are noticed: what is here gets its new names by TOP, and nothing is retrieved or deleted', async () => {
    const messages = named('one', 'two', 'three');
    const held = [...messages];
    const { check, mail, heard, choose } = await openMailbox(deleting(held));
    await check();
    held.splice(0, 3, ...migrated(messages), ...named('four'));
    const before = heard.length;
    expect(await check()).toMatchObject({ phase: 'idle', got: 1, notices: [] });
    expect(heard.slice(before).filter((line) => line.startsWith('RETR'))).toEqual(['RETR 4']);
    const renamed = messages.map(({ uidl, text }) => ({ uidl: `new ${uidl}`, text }));
    expect(await mail()).toEqual(asMail([...renamed, ...named('four')]));
    expect(verbs(heard)).not.toContain('DELE');

    // Nor are they deleted afterwards: the new server shows other headers than those that are stored.
    await choose({ remove: { kind: 'at-once' } });
    await check();
    expect(held.map(({ uidl }) => uidl)).toEqual(['new one', 'new two', 'new three']);
  });

  it('60 without TOP: what comes again is known by its hash, and there is no second copy', async () => {
    const messages = named('one', 'two');
    const held = [...messages];
    const CAPA = '+OK\r\nUIDL\r\nSASL PLAIN\r\n.';
    const { check, mail } = await openMailbox({ answers: { ...holding(held), CAPA } });
    await check();
    held.splice(0, 2, ...messages.map(({ uidl, text }) => ({ uidl: `new ${uidl}`, text })));
    await check();
    expect(await mail()).toEqual(asMail(held));
  });

  it('60 with every listing (PS-08): mail comes once, and nothing is deleted', async () => {
    const held = named('one', 'two', 'three');
    const server = deleting(held);
    let listings = 0;
    const { check, mail, heard } = await openMailbox({
      ...server,
      answers: {
        ...server.answers,
        UIDL: (socket, line) => {
          if (line === 'UIDL') listings += 1;
          for (const [index, message] of held.entries()) message.uidl = `${listings}-${index}`;
          return typeof server.answers.UIDL === 'function' ? server.answers.UIDL(socket, line) : null;
        },
      },
    });
    for (let round = 0; round < 4; round += 1) {
      // A cheap check would find nothing new; after a change of the mailbox the whole is listed.
      if (round > 0) held.push(...named(`${round} more`));
      expect(await check()).toMatchObject({ phase: 'idle', got: round === 0 ? 3 : 1 });
    }
    expect((await mail()).map(([, text]) => text).sort()).toEqual(held.map(({ text }) => text).sort());
    expect(verbs(heard).filter((verb) => verb === 'RETR')).toHaveLength(6);
    expect(verbs(heard)).not.toContain('DELE');
  });

  it('60 with every connection (PS-08): nothing can be asked for by name, and that is said; nothing comes again and again', async () => {
    const held = named('one', 'two');
    const server = deleting(held);
    let session = 0;
    const { check, heard } = await openMailbox({
      ...server,
      greeting: () => {
        session += 1;
        for (const [index, message] of held.entries()) message.uidl = `${session}-${index}`;
        return '+OK ready';
      },
    });
    for (let round = 0; round < 2; round += 1)
      expect(await check()).toMatchObject({ phase: 'idle', got: 0, missing: 2 });
    expect(verbs(heard)).not.toContain('RETR');
  });
});
