import { describe, expect, it } from 'vitest';
import { browserHeader } from '@/lib/contract/constants';
import { type AddressRange, clientOf, parseRange, peerHeader } from './client';

const trusted = ['10.0.0.0/8', '2001:db8:0:1::/64', '127.0.0.1']
  .map(parseRange)
  .filter((range): range is AddressRange => range !== null);

function networkOf(peer: string | null, forwarded?: string, proxies = trusted): string {
  const headers = new Headers();
  if (peer !== null) headers.set(peerHeader(), peer);
  if (forwarded !== undefined) headers.set('x-forwarded-for', forwarded);
  return clientOf({ headers }, proxies).network;
}

describe('whose request it is', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:7:8:9:a:b:c', '2001:db8:7:8'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('the socket tells: %s is %s', (peer, network) => {
    expect(networkOf(peer)).toBe(network);
    expect(networkOf(peer, '8.8.8.8')).toBe(network);
    expect(networkOf(peer, '8.8.8.8', [])).toBe(network);
  });

  it('without a socket’s address nobody is told apart, whatever a header says', () => {
    expect(networkOf(null, '8.8.8.8')).toBe('unknown');
    expect(networkOf('', '8.8.8.8')).toBe('unknown');
    expect(networkOf('10.0.0.1.evil', '8.8.8.8')).toBe('unknown');
  });

  it.each([
    ['the proxy’s own word', '8.8.8.8', '8.8.8.8'],
    ['what the client said before it', '1.1.1.1, 8.8.8.8', '8.8.8.8'],
    ['a row of proxies', '1.1.1.1, 8.8.8.8, 10.1.2.3,2001:db8:0:1::5', '8.8.8.8'],
    ['an address with a port', '8.8.8.8:4711', '8.8.8.8'],
    ['IPv6 with a port', '[2a00::1:2]:4711', '2a00:0:0:0'],
    ['a mapped address', '::ffff:8.8.8.8', '8.8.8.8'],
    ['proxies alone', '10.9.9.9, 10.1.2.3', '10.9.9.9'],
    ['nothing', '', '10.0.0.1'],
    ['what is no address', 'unknown', '10.0.0.1'],
    ['what is no address, before a proxy', '8.8.8.8, _hidden, 10.1.2.3', '10.1.2.3'],
    ['another notation', '0x8.8.8.8', '10.0.0.1'],
  ])('behind a trusted proxy the header tells: %s', (_, header, network) => {
    expect(networkOf('10.0.0.1', header)).toBe(network);
    expect(networkOf('::ffff:10.0.0.1', header)).toBe(network);
  });

  it('a browser is what it calls itself, within its network', () => {
    const named = (peer: string, browser: string) =>
      clientOf({ headers: new Headers({ [peerHeader()]: peer, [browserHeader]: browser }) }, []).browser;
    const id = 'A'.repeat(22);
    expect(named('8.8.8.8', id)).toBe(named('8.8.8.8', id));
    expect(named('8.8.8.8', id)).not.toBe(named('1.1.1.1', id));
    expect(named('8.8.8.8', id)).not.toBe(named('8.8.8.8', 'B'.repeat(22)));
    expect(named('8.8.8.8', 'x'.repeat(1000))).toBe('8.8.8.8');
  });

  it('an IPv6 site is its /48', () => {
    const { site } = clientOf({ headers: new Headers({ [peerHeader()]: '2001:db8:7:8::1' }) }, []);
    expect(site).toBe('2001:db8:7');
  });
});
