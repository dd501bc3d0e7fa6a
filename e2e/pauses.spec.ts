import { expect, test } from '@playwright/test';
import { holding, letters } from './catalogue/maildrop';
import { allHere, status } from './support/browser';
import { listed, oddServer } from './support/oddServer';

/** Servers that let nobody in for a while: what is said, and when the next check comes. */

const { manners, heard, open } = oddServer();

test('a mailbox that is in use, and a pause that the server wants: said, with when it is tried again, and over with the next check', async ({
  page,
}) => {
  const right = holding(letters('one'));
  await open(page, { answers: right });
  await allHere(page, 1);
  manners.answers = { ...right, AUTH: '-ERR [IN-USE] another program has it' };
  await page.getByRole('button', { name: 'Check mail', exact: true }).first().click();
  await expect(status(page).getByRole('button', { name: 'The mailbox is in use' })).toBeVisible();
  await expect(status(page)).toContainText('next try');
  manners.answers = { ...right, AUTH: '-ERR [LOGIN-DELAY] not so often' };
  await status(page).getByRole('button', { name: 'Retry' }).click();
  await expect(status(page)).toContainText('Too many tries in a short time');
  manners.answers = right;
  await status(page).getByRole('button', { name: 'Retry' }).click();
  await allHere(page, 1);
});

test('a server that allows no two sign-ins in two minutes: who presses the button reads when the next check comes', async ({
  page,
}) => {
  const answers = { ...holding(letters('one')), CAPA: listed('UIDL', 'SASL PLAIN', 'LOGIN-DELAY 120') };
  await open(page, { answers });
  await allHere(page, 1);
  const before = heard('-- connect').length;
  await page.getByRole('button', { name: 'Check mail', exact: true }).first().click();
  await expect(status(page)).toContainText('the server lets nobody sign in again so soon; next check in');
  expect(heard('-- connect')).toHaveLength(before);
});
