import { describe, expect, it } from 'vitest';
import type { DoctorRow } from '@/lib/contract/doctor';
import { learned, quirksOf, sizeLimitOf } from './card';
import { fingerprintText, reportText } from './reportText';
import { after, type Examination } from './useDoctor';

const row = (check: DoctorRow['check'], change: Partial<DoctorRow> = {}): DoctorRow => ({
  side: 'incoming',
  check,
  state: 'good',
  ms: 3,
  facts: {},
  ...change,
});
const empty: Examination = { phase: 'running', rows: [], busy: [], problem: null };
const begin = (side: DoctorRow['side'], check: DoctorRow['check']) =>
  ({ kind: 'begin', side, check }) as const;

describe('the list', () => {
  it('fills in, one thing under way on each side, and a later row takes the place of an earlier one', () => {
    let state = after(empty, begin('incoming', 'name'));
    state = after(state, begin('outgoing', 'name'));
    expect(state.busy).toHaveLength(2);
    state = after(state, { kind: 'row', ...row('name') });
    expect(state.busy).toEqual([{ side: 'outgoing', check: 'name' }]);
    state = after(state, { kind: 'row', ...row('name', { state: 'failed' }) });
    expect(state.rows).toEqual([row('name', { state: 'failed' })]);
    expect(after(state, { kind: 'over' }).busy).toEqual([]);
  });
});

describe('the report', () => {
  it('says what was found in technical words, without user name and address', () => {
    const problem = {
      code: 'auth_failed',
      message: '',
      hint: '',
      said: 'no ada@x.example, nor ada',
    } as const;
    const certificate = {
      subject: 'pop.x.example',
      issuer: 'CA',
      names: ['pop.x.example'],
      from: 0,
      until: 86_400_000,
      fingerprint: 'ab'.repeat(32),
      chain: ['CA'],
      valid: true,
      mayPin: false,
    };
    const text = reportText(
      [row('tls', { facts: { certificate } }), row('login', { state: 'failed', problem })],
      {
        servers: { incoming: { host: 'pop.x.example', port: 995, security: 'tls' }, outgoing: null },
        names: ['ada', 'ada@x.example'],
        at: new Date(0),
      },
    );
    expect(text).toContain('incoming: pop.x.example:995 (tls)');
    expect(text).toContain('FAILED  login         3 ms auth_failed');
    expect(text).toContain('said: no (user), nor (user)');
    expect(text).toContain(`SHA-256: ${fingerprintText('ab'.repeat(32))}`);
    expect(text).not.toContain('ada');
  });
});

describe('the server card', () => {
  const capabilities = { uidl: true, top: true, pipelining: true, sasl: [], loginDelay: null, expire: null };

  it('keeps what was learned when a later examination fails there', () => {
    const first = learned(undefined, [row('tls'), row('greeting', { facts: { words: 'hi' } })], 1, null);
    const second = learned(first, [row('tls', { state: 'failed' }), row('name', { ms: 9 })], 2, null);
    expect(second.at).toBe(2);
    expect(second.rows.map(({ check }) => check)).toEqual(['tls', 'greeting', 'name']);
  });

  it('forgets a server for sending when another one is looked at', () => {
    const server = { host: 'a.example', port: 465, security: 'tls', username: 'ada' } as const;
    const first = learned(undefined, [row('tls', { side: 'outgoing' })], 1, server);
    expect(learned(first, [], 2, { ...server, host: 'b.example' }).rows).toEqual([]);
    expect(learned(first, [], 2, server).rows).toHaveLength(1);
  });

  it('names peculiarities by what was found, announced and done', () => {
    expect(quirksOf({ capabilities })).toEqual([]);
    const card = learned(undefined, [row('pipelining', { state: 'odd', note: 'breaks' })], 1, null);
    const odd = {
      card,
      capabilities: { ...capabilities, top: false },
      ignoresDeletion: true,
      pin: 'ab'.repeat(32),
    };
    expect(quirksOf(odd)).toEqual(['pinned', 'no_top', 'breaks_pipelining', 'ignores_deletion']);
  });

  it('reads the largest message from EHLO', () => {
    expect(sizeLimitOf(['PIPELINING', 'SIZE 35882577'])).toBe(35_882_577);
    expect(sizeLimitOf(['SIZE', 'SIZE 0'])).toBeNull();
  });
});
