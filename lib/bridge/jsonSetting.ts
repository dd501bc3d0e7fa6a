import 'server-only';
import { z } from 'zod';

/** A setting in JSON, for `pipe`. */
export const jsonSetting = z.string().transform((value, context): unknown => {
  try {
    return JSON.parse(value);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
