import { z } from 'zod';
import { accountRequest, argument } from './routes';

/** The server for sending, where it is known. */
const outgoing = z.strictObject({
  host: argument(253),
  port: z.int().min(1).max(65535),
  security: z.enum(['tls', 'starttls']),
  username: argument(255),
});

/** `POST /api/doctor`: before there is an account. Where the password is null nobody signs in. */
export const doctorRequest = accountRequest
  .pick({ username: true, host: true, port: true, security: true, pin: true })
  .extend({ password: argument(1024).nullable(), outgoing: outgoing.nullable() })
  .strict();
export type DoctorRequest = z.infer<typeof doctorRequest>;

/** `POST /api/accounts/{account}/doctor`: of an account that is signed in. */
export const accountDoctorRequest = z.strictObject({ outgoing: outgoing.nullable() });
export type AccountDoctorRequest = z.infer<typeof accountDoctorRequest>;
export type OutgoingServer = z.infer<typeof outgoing>;
