'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { optional } from '@/components/shell/optional';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { IconButton } from '@/components/ui/IconButton';
import type { DiscoveryAnswer, FoundServer } from '@/lib/contract/discovery';
import type { DemoAnswer } from '@/lib/contract/routes';
import type { AccountRecord } from '@/lib/store/records/account';
import type { Trouble } from '@/lib/sync/status';
import { FoundSettings } from './FoundSettings';
import { domainOf } from './guessSettings';
import { MovedMailbox } from './MovedMailbox';
import { forgetConsent, readConsent } from './pendingConsent';
import { ServerSettings } from './ServerSettings';
import { SignInSteps } from './SignInSteps';
import { type FormValues, useAccountForm } from './useAccountForm';
import { usePin } from './usePin';
import { providerOf, useProviders } from './useProvider';
import { type SignInValues, useSignIn } from './useSignIn';

interface Props {
  /** Given when a known account signs in again, or with other settings. */
  again: AccountRecord | null;
  /** Which of the two it is; null: a new account. */
  way: 'again' | 'edit' | null;
  sample: DemoAnswer | null;
  onDone: () => void;
}

export function AccountForm({ again, way, sample, onDone }: Props) {
  const t = useTranslations('welcome');
  const [consent] = useState(readConsent);
  const begun = consent === 'lost' ? null : consent;
  const form = useAccountForm(again ? pick(again) : begun ? pick(begun) : {});
  const { state, submit, leave, comeBack, reset } = useSignIn(again, onDone);
  const [open, setOpen] = useState(false);
  const [visible, setVisible] = useState(false);
  const box = useRef<HTMLFormElement>(null);
  const { values, problems, set } = form;
  const pin = usePin(again);
  const pinned = pin.shownFor({ host: values.host, port: Number(values.port) });
  const [waiting, setWaiting] = useState(false);
  const providers = useProviders();
  const [wantsPassword, setWantsPassword] = useState(false);
  const provider = providerOf(providers, values);
  const atProvider = provider !== null && !wantsPassword;
  const needed = form.discovery.answer?.provider?.needs.includes('provider_sign_in') ?? false;
  const working = state.phase === 'working';
  const blamed = Boolean(problems.username ?? problems.host ?? problems.port) || blamesSettings(state);
  useEffect(() => {
    // It opens by itself where the cure is inside, and stays open while somebody types there.
    if (blamed) setOpen(true);
  }, [blamed]);

  useEffect(() => {
    // With a finger, focus would bring up the keyboard before anybody has read the page.
    if (!matchMedia('(hover: hover)').matches) return;
    box.current?.querySelector<HTMLInputElement>(again ? '[type=password]' : 'input')?.focus();
  }, [again]);

  const back = useRef(consent === null ? null : () => comeBack(consent));
  useEffect(() => {
    const goOn = back.current;
    if (!goOn) return;
    back.current = null;
    forgetConsent();
    goOn();
  }, []);
  const renewed = useRef(reset);
  renewed.current = reset;
  useEffect(() => {
    // Whoever goes back from the provider's page finds this one as it was left: working.
    const shown = (event: PageTransitionEvent) => event.persisted && renewed.current();
    addEventListener('pageshow', shown);
    return () => removeEventListener('pageshow', shown);
  }, []);

  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (working || waiting) return;
    const withPassword = (each: FormValues) => wantsPassword || providerOf(providers, each) === null;
    if (!form.complete(form.discovery.answer, withPassword)) {
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setWaiting(true);
    const complete = form.complete(await form.discovery.settled(), withPassword);
    setWaiting(false);
    if (!complete) return;
    const whose = wantsPassword ? null : providerOf(providers, complete);
    if (whose) leave(complete, whose);
    else submit({ ...complete, ...pin.of(complete) });
  };
  const goOn = (moved: SignInValues) => {
    const whose = moved.password === '' ? providerOf(providers, moved) : null;
    if (whose) leave(moved, whose);
    else submit(moved);
  };
  const trySample = () => {
    if (!sample || working) return;
    const { port, ...rest } = sample;
    set({ ...rest, port: String(port) });
    submit({ ...sample, keep: values.keep });
  };
  const edit = (change: Parameters<typeof set>[0]) => {
    set(change);
    if (state.phase !== 'working') reset();
  };

  return (
    <form ref={box} noValidate onSubmit={(event) => void send(event)} aria-busy={working || waiting}>
      <Field
        label={t('email')}
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        placeholder={t('emailHint')}
        readOnly={again !== null}
        value={values.address}
        problem={problems.address ? t(problems.address) : null}
        onChange={(event) => edit({ address: event.target.value })}
      />
      {!atProvider && (
        <Field
          className="mt-3.5"
          label={t('password')}
          type={visible ? 'text' : 'password'}
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          value={values.password}
          problem={problems.password ? t(problems.password) : null}
          onChange={(event) => edit({ password: event.target.value })}
          end={
            <IconButton
              label={t(visible ? 'hidePassword' : 'showPassword')}
              onClick={() => setVisible(!visible)}
            >
              {visible ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
            </IconButton>
          }
        />
      )}
      <ServerSettings form={{ ...form, set: edit }} open={open} onToggle={() => setOpen(!open)} />
      {!again && (
        <FoundSettings domain={domainOf(values.address)} {...form.discovery} offered={provider !== null} />
      )}
      <label className="mt-3 flex min-h-7 cursor-pointer items-start gap-2.5 text-sm max-sm:min-h-11 max-sm:py-2">
        <input
          type="checkbox"
          checked={values.keep}
          aria-describedby="keep-hint"
          aria-label={t('keep')}
          onChange={(event) => edit({ keep: event.target.checked })}
          className="mt-px size-4.5 shrink-0 cursor-pointer accent-accent"
        />
        <span>
          {t('keep')}
          <span id="keep-hint" className="block text-xs text-ink-3">
            {t('keepHint')}
          </span>
        </span>
      </label>
      {pinned !== null && (
        <p className="mt-3 text-xs text-ink-3 text-shy">{t('pinned', { fingerprint: pinned })}</p>
      )}
      <SignInSteps state={state} />
      {way === 'edit' && state.phase === 'failed' && state.problem.code === 'other_maildrop' && (
        <MovedMailbox onConfirm={() => goOn({ ...state.values, moved: true })} />
      )}
      <Button
        type="submit"
        kind="primary"
        busy={working || waiting}
        className="mt-5 h-11.5! w-full rounded-xl text-md"
      >
        {atProvider
          ? t('atProvider', { name: provider.name })
          : t(way === null ? 'submit' : way === 'again' ? 'again' : 'editDo')}
      </Button>
      {atProvider && (
        <p className="mt-2 text-sm text-pretty text-ink-3">{t('atProviderText', { name: provider.name })}</p>
      )}
      {provider && !needed && (
        <Button
          kind="quiet"
          onClick={() => setWantsPassword(!wantsPassword)}
          className="mt-2 h-11! w-full text-md"
        >
          {wantsPassword ? t('atProvider', { name: provider.name }) : t('withPassword')}
        </Button>
      )}
      {sample && !again && (
        <Button kind="quiet" onClick={trySample} className="mt-2 h-11! w-full text-md">
          {t('sample')}
        </Button>
      )}
      {state.phase === 'failed' && state.values.password !== '' && isForDoctor(state.problem) && (
        <FormDoctor
          values={state.values}
          problem={state.problem}
          outgoing={outgoingFor(form.discovery.answer, state.values.host)}
          onPin={(fingerprint) => pin.set(fingerprint === null ? null : placeOf(state.values, fingerprint))}
        />
      )}
    </form>
  );
}

type Settings = Pick<AccountRecord, 'address' | 'username' | 'host' | 'port' | 'security' | 'keep'>;

function pick({ address, username, host, port, security, keep }: Settings) {
  return { address, username, host, port, security, keep };
}

const FormDoctor = optional(() => import('./doctor/FormDoctor').then(({ FormDoctor }) => FormDoctor));

/** Whatever a server has to do with; what the bridge itself refuses has no connection to look at. */
function isForDoctor({ step, code }: Trouble): boolean {
  return step !== undefined && code !== 'other_maildrop';
}

/** The server for sending that the search found together with this one. */
function outgoingFor(answer: DiscoveryAnswer | null, host: string): FoundServer | null {
  return answer?.found.find(({ incoming }) => incoming.host === host)?.outgoing ?? null;
}

function placeOf({ host, port }: SignInValues, fingerprint: string) {
  return { host, port, fingerprint };
}

/** Failures whose cure is in the server settings: the fold opens by itself. */
function blamesSettings(state: ReturnType<typeof useSignIn>['state']): boolean {
  if (state.phase !== 'failed') return false;
  const { step, code } = state.problem;
  return (
    ['name', 'connection', 'tls', 'greeting'].includes(step ?? '') ||
    ['target_refused', 'plaintext_refused', 'bad_request', 'other_maildrop'].includes(code)
  );
}
