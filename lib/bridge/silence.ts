import 'server-only';
import { dial, inspectingWith, trustIn } from './dial';
import type { Ground } from './environment';
import type { Target } from './guard';
import { BridgeFailure, problemOf } from './problem';
import type { SocketWire } from './socketWire';
import { TransportError } from './transport';

/**
 * The first word of a server that is spoken to without TLS, unless it wants TLS first: then it waits for us as we wait for
 * it, until a deadline says no more than that nothing came. So after some silence a second connection begins with TLS.
 *
 * @param word what `wire` is to bring; the wire is closed when the server turns out to want TLS
 * @throws BridgeFailure `timeout` with the cause `tls_first`; what `word` throws
 */
export async function unlessTlsFirst<Word>(
  word: Promise<Word>,
  wire: SocketWire,
  { target, port }: { target: Target; port: number },
  signal: AbortSignal,
  { config, limits }: Pick<Ground, 'config' | 'limits'>,
): Promise<Word> {
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  let timer: NodeJS.Timeout | undefined;
  const knock = async (): Promise<boolean> => {
    const { socket } = await dial([target], port, both, limits.staggerMs);
    let speaks = false;
    const heard = () => {
      speaks = true;
    };
    const secured = await inspectingWith(target, trustIn(config), both, heard)(socket).catch(() => null);
    secured?.destroy();
    return speaks;
  };
  const tlsFirst = new Promise<never>((_, reject) => {
    const ask = () =>
      knock().then(
        (speaks) => speaks && reject(new BridgeFailure(problemOf('timeout', tellsTls))),
        () => {},
      );
    timer = setTimeout(() => void ask(), limits.silenceMs);
  });
  try {
    return await Promise.race([word, tlsFirst]);
  } catch (error) {
    wire.close();
    throw error;
  } finally {
    clearTimeout(timer);
    over.abort(new TransportError('connection_lost'));
  }
}

const tellsTls = {
  step: 'greeting',
  cause: 'tls_first',
  message: 'The server wants TLS from the first byte on this port.',
  hint: 'Choose TLS instead of STARTTLS; no password was sent.',
} as const;
