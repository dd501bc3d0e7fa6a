'use client';

import { useEffect, useState } from 'react';
import { count, emptyOverview, type Overview } from '@/lib/mail/overview';
import { onChange } from '@/lib/store/changes';
import { everything, selectRecords } from '@/lib/store/copies';

/** Mail that arrives has it counted again no more often than this, ms. */
const againAfter = 5_000;

/** What is here, counted from all records; told as it goes on. */
export function useOverview(): { overview: Overview | null; ended: boolean; failed: boolean } {
  const [state, setState] = useState<{ overview: Overview | null; ended: boolean; failed: boolean }>({
    ...{ overview: null, ended: false, failed: false },
  });
  useEffect(() => {
    let alive = true;
    let running = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async (first: boolean) => {
      running = true;
      const overview = emptyOverview();
      try {
        for await (const records of selectRecords(everything)) {
          if (!alive) return;
          for (const record of records) count(overview, record);
          if (first) setState({ overview: { ...overview }, ended: false, failed: false });
        }
        if (alive) setState({ overview, ended: true, failed: false });
      } catch {
        if (alive) setState((before) => ({ ...before, failed: true }));
      }
      running = false;
    };
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (running) later();
        else void run(false);
      }, againAfter);
    };
    void run(true);
    const stop = onChange(({ kind }) => {
      if (kind === 'messages') later();
    });
    return () => {
      alive = false;
      clearTimeout(timer);
      stop();
    };
  }, []);
  return state;
}
