import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { anyFreePort } from '@/lib/demo/ports';
import { crypted, Jail, people, unavailableHere } from './jail';
import { fillMbox, storedInMbox } from './mbox';
import { type Launcher, passwords, type RunningServer, running, type UserName, userNames } from './server';

const packages = [
  'mailutils-pop3d libmailutils9 libmu-dbm9 libaudit1 libc6 libcap-ng0 libcom-err2 libcrypt1 libdb5.3 libffi8',
  'libgcc-s1 libgdbm6 libgmp10 libgnutls30 libgsasl18 libgssapi-krb5-2 libgssglue1 libhogweed6 libidn12 libidn2-0',
  'libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libkyotocabinet16v5 libldap-2.5-0 liblzma5 liblzo2-2',
  'libmariadb3 libnettle8 libnsl2 libntlm0 libp11-kit0 libpam0g libpq5 libsasl2-2 libssl3 libstdc++6 libtasn1-6',
  'libltdl7 libtirpc3 libunistring2 libwrap0 zlib1g',
].flatMap((line) => line.split(' '));

const domain = 'test.local';
const mailbox = (user: UserName) => `/home/${user}/INBOX`;

/** mailutils-pop3d 3.15 with a virtual domain and mboxes. */
export const mailutils: Launcher = { name: 'GNU Mailutils', unavailable: unavailableHere, start };

async function start(): Promise<RunningServer> {
  const [port, tlsPort] = [await anyFreePort(), await anyFreePort()];
  const { authority, certificate, key } = await issueCertificate({ names: loopbackNames });
  const jail = await Jail.create('mailutils', packages);
  try {
    await jail.write('/etc/cert.pem', certificate);
    await jail.write('/etc/key.pem', key, 'root', 0o600);
    const users = userNames.map((user) => {
      return `${user}:${crypted(user, '-6')}:${people[user]}:${people[user]}::/home/${user}:/bin/false\n`;
    });
    await jail.write(`/etc/domains/${domain}`, users.join(''));
    for (const user of userNames) {
      const entry = [`--user=${user}@${domain}`, `--password=${passwords[user]}`];
      await jail.run(['/usr/bin/popauth', '--file=/etc/apop', '--add', ...entry]);
    }
    await jail.write('/etc/pop3d.conf', configuration(port, tlsPort));
    jail.start(['/usr/sbin/pop3d', '--no-site-config', '--no-config', '--config-file=/etc/pop3d.conf']);
    await jail.offers(port);
    await jail.offers(tlsPort, true);
  } catch (error) {
    await jail.stop();
    throw error;
  }
  return running(jail, { port, tlsPort, authority }, (user) => ({
    username: `${user}@${domain}`,
    password: passwords[user],
    fill: (messages) => fillMbox(jail, mailbox(user), user, messages),
    stored: () => storedInMbox(jail, mailbox(user)),
  }));
}

function configuration(port: number, tlsPort: number): string {
  return `
mode daemon;
foreground yes;
auth { authentication "generic"; authorization "virtdomain"; };
virtdomain { passwd-dir "/etc/domains"; };
tls { ssl-certificate-file "/etc/cert.pem"; ssl-key-file "/etc/key.pem"; };
apop-database-file "/etc/apop";
apop-database-safety none;
logging { syslog no; };
server 127.0.0.1:${port} { tls-mode ondemand; };
server 127.0.0.1:${tlsPort} { tls-mode connection; };
`;
}
