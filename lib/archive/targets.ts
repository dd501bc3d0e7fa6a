import { addAccount, listAccounts } from '@/lib/store/accounts';
import type { AccountRecord } from '@/lib/store/records/account';
import type { ManifestAccount } from './manifest';

/**
 * Where mail goes whose account is not here: into the account of this id; into one that is made as the export describes
 * it, signed out (mail that names no account goes onto this device alone); or onto this device alone.
 */
export type Elsewhere = { kind: 'account'; id: string } | { kind: 'recreate' } | { kind: 'local' };

/** Chooses, and makes where it must, the accounts that imported mail goes into. */
export class Targets {
  readonly #elsewhere: Elsewhere;
  readonly #localName: string;
  readonly #now: number;
  #accounts: AccountRecord[];
  /** Names of the accounts that were made. */
  readonly made: string[] = [];

  private constructor(elsewhere: Elsewhere, localName: string, now: number, accounts: AccountRecord[]) {
    this.#elsewhere = elsewhere;
    this.#localName = localName;
    this.#now = now;
    this.#accounts = accounts;
  }

  /** @param localName what the account without a server is called when it is made */
  static async of(elsewhere: Elsewhere, localName: string, now: number): Promise<Targets> {
    return new Targets(elsewhere, localName, now, await listAccounts());
  }

  /** For an account of a manifest. `same`: it is of the same maildrop, so that its UIDLs mean the same. */
  async forManifest(given: ManifestAccount): Promise<{ id: string; same: boolean }> {
    if (given.local) return { id: await this.#local(), same: false };
    const here = this.#accounts.find((account) => isMaildrop(account, given));
    if (here) return { id: here.id, same: true };
    if (this.#elsewhere.kind !== 'recreate') return { id: await this.forStranger(), same: false };
    const { address, name, colour, username, host, port, security } = given;
    return { id: await this.#make({ address, name, colour, username, host, port, security }), same: true };
  }

  /** For mail that names no account. */
  async forStranger(): Promise<string> {
    return this.#elsewhere.kind === 'account' ? this.#elsewhere.id : this.#local();
  }

  async #local(): Promise<string> {
    const here = this.#accounts.find(({ local }) => local);
    if (here) return here.id;
    const name = this.#localName;
    const nowhere = { username: '', host: '', port: 0, security: 'tls' } as const;
    return this.#make({ address: name, name, colour: 7, ...nowhere, local: true });
  }

  async #make(
    given: Pick<
      AccountRecord,
      'address' | 'name' | 'colour' | 'username' | 'host' | 'port' | 'security' | 'local'
    >,
  ): Promise<string> {
    const record: AccountRecord = {
      ...given,
      id: freshId(),
      keep: false,
      key: null,
      capabilities: { uidl: true, top: false, pipelining: false, sasl: [], loginDelay: null, expire: null },
      // Accounts stand in the order in which they were added.
      addedAt: this.#now + this.made.length,
      seen: null,
      listedAt: null,
      checkedAt: null,
    };
    await addAccount(record);
    this.#accounts = [...this.#accounts, record];
    this.made.push(record.name);
    return record.id;
  }
}

function isMaildrop(account: AccountRecord, given: ManifestAccount): boolean {
  if (account.local) return false;
  return account.host.toLowerCase() === given.host.toLowerCase() && account.username === given.username;
}

/** 22 characters of base64url, as the bridge names accounts; it takes this one over at the next sign-in. */
function freshId(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...random))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
