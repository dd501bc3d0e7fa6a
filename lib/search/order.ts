/** The order of ordinals, and of hits: by date, and where dates are equal by id, as in the list. */
export function newestFirst(a: { date: number; id: number }, b: { date: number; id: number }): number {
  return b.date - a.date || b.id - a.id;
}
