'use client';

import { useEffect, useRef, useState } from 'react';
import type { DoctorCheck, DoctorEvent, DoctorRow, DoctorSide } from '@/lib/contract/doctor';
import { BridgeProblem } from '@/lib/sync/call';
import type { Trouble } from '@/lib/sync/status';

/** Runs an examination to its end, telling what it finds out. */
export type Examine = (tell: (event: DoctorEvent) => void, signal: AbortSignal) => Promise<void>;

export interface Examination {
  phase: 'idle' | 'running' | 'over' | 'failed';
  rows: DoctorRow[];
  /** What is being looked at just now, on each side. */
  busy: { side: DoctorSide; check: DoctorCheck }[];
  problem: Trouble | null;
}

const idle: Examination = { phase: 'idle', rows: [], busy: [], problem: null };

/** An examination's list as it fills in. A new one ends the one that runs; so does leaving the page. */
export function useDoctor(onOver: (rows: DoctorRow[]) => void = () => {}) {
  const [state, setState] = useState<Examination>(idle);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async (examine: Examine) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    let current: Examination = { ...idle, phase: 'running' };
    const show = (next: Examination) => {
      current = next;
      if (!controller.signal.aborted) setState(next);
    };
    show(current);
    try {
      await examine((event) => show(after(current, event)), controller.signal);
      show({ ...current, phase: 'over', busy: [] });
      if (!controller.signal.aborted) onOver(current.rows);
    } catch (error) {
      const problem = error instanceof BridgeProblem ? error.problem : null;
      show({ ...current, phase: 'failed', busy: [], problem });
    }
  };
  return { state, start: (examine: Examine) => void start(examine) };
}

/** The list with one event more. */
export function after(state: Examination, event: DoctorEvent): Examination {
  if (event.kind === 'over') return { ...state, busy: [] };
  const { side, check } = event;
  const others = state.busy.filter((each) => each.side !== side);
  if (event.kind === 'begin') return { ...state, busy: [...others, { side, check }] };
  const { kind: _, ...row } = event;
  const isSame = (each: DoctorRow) => each.side === side && each.check === check;
  return { ...state, busy: others, rows: [...state.rows.filter((each) => !isSame(each)), row] };
}
