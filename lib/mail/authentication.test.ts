import { describe, expect, it } from 'vitest';
import { authenticationOf, parseResults, type Receipt, receiptOf, receiverOf } from './authentication';

const results = (value: string) => ({ name: 'Authentication-Results', value });
const other = (name: string) => ({ name, value: 'x' });
const mx = { server: 'mx.example', headers: 1 };
const passes =
  'mx.example; spf=pass smtp.mailfrom=bank.com; dkim=pass header.d=bank.com; dmarc=pass (p=none)';

describe('the header', () => {
  it('is taken apart: comments, versions, reasons', () => {
    const parsed = parseResults(
      'mx.example 1; (a; (nested) comment) dkim/1=pass reason="a; b" header.d=Bank.com header.s=x; spf=softfail',
    );
    expect(parsed?.server).toBe('mx.example');
    expect(parsed?.results.map(({ method, verdict }) => [method, verdict])).toEqual([
      ['dkim', 'pass'],
      ['spf', 'fail'],
    ]);
    expect(parsed?.results[0]?.properties.get('header.d')).toBe('bank.com');
  });

  it.each(['', ';', 'spf=pass (x) smtp.mailfrom=y; dkim=pass', '<b>; spf=pass', '('.repeat(100_000)])(
    'without a name it is nobody’s: %j',
    (value) => {
      expect(parseResults(value)).toBeNull();
    },
  );
});

describe('who is believed', () => {
  it('the receiver, on top', () => {
    const headers = [other('Received'), results(passes), other('Received'), other('From')];
    expect(authenticationOf(headers, mx)).toEqual({
      server: 'mx.example',
      spf: 'pass',
      dmarc: 'pass',
      dkim: [{ verdict: 'pass', domain: 'bank.com' }],
    });
  });

  it('nobody else', () => {
    expect(authenticationOf([results('evil.test; dmarc=pass')], mx)).toBeNull();
    expect(authenticationOf([results('evil.test; spf=none'), results(passes)], mx)).toBeNull();
    expect(authenticationOf([other('Received')], mx)).toBeNull();
  });

  it('not what was forged below the receiver’s own, under its name', () => {
    const forged = [results('mx.example; spf=fail'), results(passes), other('Received')];
    expect(authenticationOf(forged, mx)).toEqual({
      server: 'mx.example',
      spf: 'fail',
      dmarc: null,
      dkim: [],
    });
    const later = [results('mx.example; spf=fail'), other('Received'), results(passes)];
    expect(authenticationOf(later, { server: 'mx.example', headers: 2 })).toMatchObject({ dmarc: null });
  });

  it('of several by the receiver, all that it always writes; of each method the topmost', () => {
    const headers = [
      results('mx.example; dmarc=fail'),
      results('mx.example; dkim=fail header.d=a.example'),
      results(passes),
    ];
    expect(authenticationOf(headers, { server: 'mx.example', headers: 3 })).toEqual({
      server: 'mx.example',
      dmarc: 'fail',
      dkim: [{ verdict: 'fail', domain: 'a.example' }],
      spf: 'pass',
    });
  });
});

describe('who the receiver is', () => {
  const from = (domain: string, server = 'mx.example', headers = 1): Receipt => ({ server, headers, domain });
  const usual = ['a', 'b', 'c', 'd', 'e'].map((name) => from(`${name}.example`));

  it('is learned from mail of many senders', () => {
    expect(receiverOf(usual)).toEqual({ server: 'mx.example', headers: 1 });
    expect(receiverOf([...usual, from('f.example', 'mx.example', 3)])).toEqual({
      server: 'mx.example',
      headers: 1,
    });
    expect(receiverOf([...usual, from('evil.test', 'evil.test')])).toMatchObject({ server: 'mx.example' });
  });

  it('is not clear from few, from one sender’s many, or from a part', () => {
    expect(receiverOf([])).toBeNull();
    expect(receiverOf(usual.slice(1))).toBeNull();
    expect(receiverOf(Array.from({ length: 50 }, () => from('evil.test', 'evil.test')))).toBeNull();
    expect(receiverOf([...usual, from('f.example', ''), from('g.example', '')])).toBeNull();
    expect(receiverOf(usual.map((receipt) => ({ ...receipt, server: '' })))).toBeNull();
  });

  it('is what a message shows on top', () => {
    expect(receiptOf([other('Received'), results(passes), results(passes)], 'a.example')).toEqual(
      from('a.example', 'mx.example', 2),
    );
    expect(receiptOf([other('Received')], 'a.example')).toEqual(from('a.example', '', 0));
  });
});
