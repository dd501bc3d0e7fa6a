import { anyFreePort } from '@/lib/demo/ports';
import { Jail, unavailableHere } from './jail';
import { fillMaildir, storedInMaildir } from './maildir';
import { pam } from './popa3d';
import { type Launcher, passwords, type RunningServer, running, userNames } from './server';

const packages = [
  'solid-pop3d ucspi-tcp libaudit1 libc6 libcap-ng0 libcrypt1 libgcc-s1 liblockfile1 libpam0g libpam-modules',
  'libpam-modules-bin libpcre2-8-0 libselinux1',
].flatMap((line) => line.split(' '));

/** solid-pop3d 0.15 behind tcpserver, with PAM, APOP and Maildirs; it has no TLS. */
export const solidPop3d: Launcher = { name: 'solid-pop3d', unavailable: unavailableHere, start };

async function start(): Promise<RunningServer> {
  const port = await anyFreePort();
  const jail = await Jail.create('solid-pop3d', packages);
  try {
    await jail.write('/etc/pam.d/solid-pop3d', pam);
    await jail.write('/etc/spop3d.conf', configuration);
    for (const user of userNames) {
      await fillMaildir(jail, user, []);
      await jail.write(`/home/${user}/.spop3d`, `APOPSecret ${disguised(passwords[user])} \n`, user, 0o600);
    }
    jail.start(['/usr/bin/tcpserver', '-HRl0', '-c40', '127.0.0.1', String(port), '/usr/sbin/solid-pop3d']);
    await jail.offers(port);
  } catch (error) {
    await jail.stop();
    throw error;
  }
  return running(jail, { port, tlsPort: null, authority: null }, (user) => ({
    username: user,
    password: passwords[user],
    fill: (messages) => fillMaildir(jail, user, messages),
    stored: () => storedInMaildir(jail.path(`/home/${user}/Maildir`)),
  }));
}

const configuration = `<Global>
  MailDropName "/home/%s/Maildir"
  MailDropType maildir
  AddBulletins no
  LogStatistics no
  APOPServerName "localhost"
</Global>
`;

/** What pop_auth, which wants a terminal, writes: every bit inverted, in hexadecimal. */
function disguised(password: string): string {
  return Buffer.from(Buffer.from(password).map((octet) => ~octet)).toString('hex');
}
