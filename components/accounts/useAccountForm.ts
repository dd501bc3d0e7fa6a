'use client';

import { useState } from 'react';
import type { Security } from '@/lib/contract/routes';
import { domainOf, guessSettings, type ServerSettings, usualPort } from './guessSettings';
import type { SignInValues } from './useSignIn';

interface Fields {
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

/** The account form's values: settings follow the address until somebody types over them, the port follows security. */
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

  const guess = guessSettings(fields.address);
  const security = fields.security ?? guess?.security ?? 'tls';
  const values = {
    address: fields.address,
    password: fields.password,
    keep: fields.keep,
    username: fields.username ?? guess?.username ?? '',
    host: fields.host ?? guess?.host ?? '',
    port: fields.port ?? String(usualPort[security]),
    security,
  };

  return {
    values,
    problems,
    set(change: Partial<Fields>) {
      setFields((before) => ({ ...before, ...change }));
      setProblems({});
    },
    /** The values when they can be sent; otherwise null, and `problems` says why. */
    complete(): SignInValues | null {
      const found = problemsOf(values);
      setProblems(found);
      if (Object.keys(found).length > 0) return null;
      return {
        ...values,
        address: values.address.trim(),
        username: values.username.trim(),
        host: values.host.trim(),
        port: Number(values.port),
      };
    },
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
