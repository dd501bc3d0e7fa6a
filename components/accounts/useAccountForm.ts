'use client';

import { useState } from 'react';
import type { DiscoveryAnswer } from '@/lib/contract/discovery';
import type { Security } from '@/lib/contract/routes';
import { domainOf, guessSettings, type ServerSettings, usualPort } from './guessSettings';
import { useDiscovery } from './useDiscovery';
import type { SignInValues } from './useSignIn';

export interface Fields {
  address: string;
  password: string;
  keep: boolean;
  /** What the person typed over the guess; absent where nothing was typed. */
  username?: string;
  host?: string;
  port?: string;
  security?: Security;
}

/** Keys of the catalogue's `welcome`, by field. */
export type FieldProblems = Partial<
  Record<
    'address' | 'password' | 'username' | 'host' | 'port',
    'missingAddress' | 'badAddress' | 'missingPassword' | 'missingUsername' | 'missingHost' | 'badPort'
  >
>;

/** The account form's values: settings are looked for by the address until somebody types over them, the port follows security. */
export function useAccountForm(start: Partial<ServerSettings> & { address?: string; keep?: boolean }) {
  const { port: startPort, address = '', keep = true, ...startSettings } = start;
  const [fields, setFields] = useState<Fields>({
    address,
    keep,
    password: '',
    ...startSettings,
    ...(startPort !== undefined && { port: String(startPort) }),
  });
  const [problems, setProblems] = useState<FieldProblems>({});

  // Whoever names the server himself needs no search.
  const wanted = fields.host === undefined && domainOf(fields.address) !== null;
  const discovery = useDiscovery(wanted ? fields.address.trim() : null);
  const values = valuesOf(fields, discovery.answer);

  return {
    values,
    problems,
    discovery,
    set(change: Partial<Fields>) {
      setFields((before) => ({ ...before, ...change }));
      setProblems({});
    },
    /** The values when they can be sent, with the settings that were found; otherwise null, and `problems` says why. */
    complete(
      answer: DiscoveryAnswer | null,
      withPassword: (values: FormValues) => boolean,
    ): SignInValues | null {
      const last = valuesOf(fields, answer);
      const { password, ...others } = problemsOf(last);
      const found = { ...others, ...(password && withPassword(last) && { password }) };
      setProblems(found);
      if (Object.keys(found).length > 0) return null;
      return {
        ...last,
        address: last.address.trim(),
        username: last.username.trim(),
        host: last.host.trim(),
        port: Number(last.port),
      };
    },
  };
}

export type FormValues = ReturnType<typeof valuesOf>;

/** What was typed, over what was found, over the guess. */
export function valuesOf(fields: Fields, answer: DiscoveryAnswer | null) {
  const settings = answer?.found[0]?.incoming ?? guessSettings(fields.address);
  const security = fields.security ?? settings?.security ?? 'tls';
  // The found port goes with the found security; whoever changes that means the usual one.
  const port = settings && settings.security === security ? settings.port : usualPort[security];
  return {
    address: fields.address,
    password: fields.password,
    keep: fields.keep,
    username: fields.username ?? settings?.username ?? '',
    host: fields.host ?? settings?.host ?? '',
    port: fields.port ?? String(port),
    security,
  };
}

export function problemsOf(values: {
  address: string;
  password: string;
  username: string;
  host: string;
  port: string;
}): FieldProblems {
  const port = /^\d{1,5}$/.test(values.port.trim()) ? Number(values.port) : 0;
  return {
    ...(values.address.trim() === ''
      ? { address: 'missingAddress' as const }
      : domainOf(values.address) === null && { address: 'badAddress' as const }),
    ...(values.password === '' && { password: 'missingPassword' as const }),
    ...(values.username.trim() === '' && { username: 'missingUsername' as const }),
    ...(values.host.trim() === '' && { host: 'missingHost' as const }),
    ...((port < 1 || port > 65_535) && { port: 'badPort' as const }),
  };
}
