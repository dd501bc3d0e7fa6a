import { anyFreePort } from '@/lib/demo/ports';
import { Jail, unavailableHere } from './jail';
import { fillMbox, storedInMbox } from './mbox';
import { type Launcher, passwords, type RunningServer, running, type UserName, userNames } from './server';

const packages = [
  'popa3d ucspi-tcp libaudit1 libc6 libcap-ng0 libcrypt1 libgcc-s1 libpam0g libpam-modules libpam-modules-bin',
  'libpcre2-8-0 libselinux1',
].flatMap((line) => line.split(' '));

const mailbox = (user: UserName) => `/var/mail/${user}`;

/** popa3d 1.0.3 behind tcpserver (its own listener knows no port but 110), with PAM and mboxes; it has no TLS. */
export const popa3d: Launcher = { name: 'popa3d', unavailable: unavailableHere, start };

async function start(): Promise<RunningServer> {
  const port = await anyFreePort();
  const jail = await Jail.create('popa3d', packages);
  try {
    await jail.folder('/var/mail', 'root', 0o1777);
    for (const user of userNames) await fillMbox(jail, mailbox(user), user, []);
    await jail.write('/etc/pam.d/popa3d', pam);
    jail.start(['/usr/bin/tcpserver', '-HRl0', '-c40', '127.0.0.1', String(port), '/usr/sbin/popa3d']);
    await jail.offers(port);
  } catch (error) {
    await jail.stop();
    throw error;
  }
  return running(jail, { port, tlsPort: null, authority: null }, (user) => ({
    username: user,
    password: passwords[user],
    fill: (messages) => fillMbox(jail, mailbox(user), user, messages),
    stored: () => storedInMbox(jail, mailbox(user)),
  }));
}

/** /etc/shadow decides. */
export const pam =
  'auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_permit.so\n';
