import { describe, expect, it } from 'vitest';
import { problemStatus } from '@/lib/contract/errors';
import { Pop3ArgumentError, Pop3Closed, Pop3ProtocolError, Pop3Refusal } from '@/lib/pop3/errors';
import { BridgeFailure, problemOf, statusOf, toProblem } from './problem';
import { RequestGone, TargetRefused, TransportError } from './transport';

const refusal = (kind: ConstructorParameters<typeof Pop3Refusal>[0]['class'], said = 'no') =>
  new Pop3Refusal({ class: kind, command: 'PASS', responseCode: null, said });

describe('problems', () => {
  it.each<[unknown, object]>([
    [refusal('auth'), { code: 'auth_failed', said: 'no', step: 'password' }],
    [refusal('busy'), { code: 'mailbox_busy', retryAfter: 60 }],
    [refusal('delay'), { code: 'too_soon', retryAfter: 60 }],
    [refusal('temporary'), { code: 'server_temporary', retryAfter: 120 }],
    [refusal('permanent'), { code: 'server_refused' }],
    [new Pop3Closed('PASS'), { code: 'connection_lost', hint: expect.stringContaining('password') }],
    [new Pop3ArgumentError('PASS', 'line end'), { code: 'bad_request' }],
    [new TransportError('timeout'), { code: 'timeout', step: 'password' }],
    [new TransportError('certificate_invalid', 'expired'), { message: expect.stringContaining('expired') }],
    [
      new TransportError('certificate_invalid', 'other_name'),
      { message: expect.stringContaining('another name') },
    ],
    [new TargetRefused(), problemOf('target_refused')],
    [new RequestGone(), { code: 'connection_lost' }],
    [new BridgeFailure('uidl_missing'), problemOf('uidl_missing')],
    [new TypeError('secret detail'), problemOf('internal')],
    ['a string', problemOf('internal')],
  ])('%s', (error, expected) => {
    expect(toProblem(error, 'password')).toMatchObject(expected);
  });

  it('never repeat what a server that speaks no POP3 said', () => {
    const error = new Pop3ProtocolError({
      class: 'protocol',
      command: 'greeting',
      said: 'SSH-2.0-canary',
      what: 'not POP3',
    });
    expect(toProblem(error, 'greeting')).toEqual({ ...problemOf('protocol_error'), step: 'greeting' });
  });

  it('are the same for every target that policy forbids, wherever it was noticed', () => {
    expect(toProblem(new TargetRefused(), 'name')).toEqual(toProblem(new TargetRefused()));
  });

  it('have words and a status for every code', () => {
    for (const code of Object.keys(problemStatus) as (keyof typeof problemStatus)[]) {
      const problem = problemOf(code);
      expect(problem.message).toMatch(/^\p{Lu}.*\.$/u);
      expect(problem.hint).toMatch(/\.$/);
      expect(statusOf(problem)).toBe(problemStatus[code]);
    }
  });
});
