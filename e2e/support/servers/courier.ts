import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { anyFreePort } from '@/lib/demo/ports';
import { crypted, Jail, people, unavailableHere } from './jail';
import { fillMaildir, storedInMaildir } from './maildir';
import { type Launcher, passwords, type RunningServer, running, userNames } from './server';

const packages = [
  'courier-pop courier-base courier-authdaemon courier-authlib courier-authlib-userdb libcourier-unicode4 libc6',
  'libcrypt1 libffi8 libgcc-s1 libgdbm6 libgmp10 libgnutls30 libhogweed6 libidn12 libidn2-0 libltdl7 libnettle8',
  'libp11-kit0 libpam0g libstdc++6 libtasn1-6 libunistring2 coreutils',
].flatMap((line) => line.split(' '));

const login = '/usr/lib/courier/courier/courierpop3login';
const maildrop = ['/usr/lib/courier/courier/courierpop3d', 'Maildir'];

/** courier-pop 1.0.16 with authuserdb and Maildirs. */
export const courier: Launcher = { name: 'Courier', unavailable: unavailableHere, start };

async function start(): Promise<RunningServer> {
  const [port, tlsPort] = [await anyFreePort(), await anyFreePort()];
  const { authority, certificate, key } = await issueCertificate({ names: loopbackNames });
  const jail = await Jail.create('courier', packages);
  try {
    for (const folder of ['/run/courier', '/run/courier/authdaemon', '/var/lib/courier']) {
      await jail.folder(folder, 'courier');
    }
    for (const user of userNames) await fillMaildir(jail, user, []);
    await jail.write('/etc/courier/pop3d.pem', `${certificate}${key}`, 'courier', 0o600);
    await jail.write('/etc/courier/authdaemonrc', 'authmodulelist="authuserdb"\ndaemons=5\n');
    await writeUserDatabase(jail);
    jail.start(['/usr/lib/courier/courier-authlib/authdaemond']);
    // The first connection may come before authdaemond listens; nobody has logged in by then.
    jail.start(daemon(port, { POP3_STARTTLS: 'YES' }, [login, ...maildrop]));
    const tls = ['/usr/bin/couriertls', '-server', '-tcpd', '-user=courier', login, ...maildrop];
    jail.start(daemon(tlsPort, { POP3_TLS: '1', POP3_STARTTLS: 'NO' }, tls));
    await jail.offers(port);
    await jail.offers(tlsPort, true);
  } catch (error) {
    await jail.stop();
    throw error;
  }
  return running(jail, { port, tlsPort, authority }, (user) => ({
    username: user,
    password: passwords[user],
    fill: (messages) => fillMaildir(jail, user, messages),
    stored: () => storedInMaildir(jail.path(`/home/${user}/Maildir`)),
  }));
}

/** couriertcpd takes its settings from the environment, which pop3d and pop3d-ssl fill from /etc/courier. */
function daemon(port: number, more: Record<string, string>, program: readonly string[]): string[] {
  const settings = {
    POP3AUTH: 'LOGIN PLAIN CRAM-MD5 CRAM-SHA1 CRAM-SHA256',
    POP3AUTH_TLS: 'LOGIN PLAIN CRAM-MD5 CRAM-SHA1 CRAM-SHA256',
    MAILDIRPATH: 'Maildir',
    COURIERTLS: '/usr/bin/couriertls',
    TLS_CERTFILE: '/etc/courier/pop3d.pem',
    TLS_VERIFYPEER: 'NONE',
    POP3_TLS_REQUIRED: '0',
    ...more,
  };
  return [
    '/usr/bin/env',
    '-i',
    ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
    ...['/usr/sbin/couriertcpd', '-address=127.0.0.1', '-nodnslookup', '-noidentlookup'],
    ...['-maxprocs=20', '-maxperip=20', String(port), ...program],
  ];
}

/** What makeuserdb, a Perl script, does: two GDBM files, one of them with the passwords. */
async function writeUserDatabase(jail: Jail): Promise<void> {
  const make = '/usr/lib/courier/courier-authlib/makedatprog';
  const open: string[] = [];
  const secret: string[] = [];
  for (const user of userNames) {
    open.push(
      `${user}\tuid=${people[user]}|gid=${people[user]}|home=/home/${user}|mail=/home/${user}/Maildir\n`,
    );
    const passwordFields = [`systempw=${crypted(user, '-1')}`];
    for (const hash of ['md5', 'sha1', 'sha256']) {
      const hashed = await jail.run(['/usr/sbin/userdbpw', `-hmac-${hash}`], `${passwords[user]}\n`);
      passwordFields.push(`hmac-${hash}pw=${hashed.trim()}`);
    }
    secret.push(`${user}\t${passwordFields.join('|')}\n`);
  }
  const files = { '/etc/courier/userdb.dat': open, '/etc/courier/userdbshadow.dat': secret };
  for (const [file, lines] of Object.entries(files)) {
    await jail.run([make, '-', `${file}.tmp`, file], `${lines.join('')}.\n`);
  }
}
