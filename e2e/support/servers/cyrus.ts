import { readdir, readFile } from 'node:fs/promises';
import { issueCertificate, loopbackNames } from '@/lib/demo/certificates';
import { anyFreePort } from '@/lib/demo/ports';
import { Pop3Session } from '@/lib/pop3/session';
import { socketWire } from '../socketWire';
import { Jail, unavailableHere } from './jail';
import { type Launcher, passwords, type RunningServer, running, type UserName, userNames } from './server';

const packages = [
  'cyrus-pop3d cyrus-common sasl2-bin libsasl2-2 libsasl2-modules libsasl2-modules-db libaudit1 libc6 libcap-ng0',
  'libcom-err2 libcrypt1 libdb5.3 libffi8 libgcc-s1 libgmp10 libgnutls30 libgssapi-krb5-2 libhogweed6 libical3',
  'libicu72 libidn2-0 libjansson4 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libldap-2.5-0 liblzma5',
  'libnettle8 libnsl2 libp11-kit0 libpam0g libpcre3 libpq5 libsqlite3-0 libssl3 libstdc++6 libtasn1-6 libtirpc3',
  'libunistring2 libuuid1 libwrap0 libxapian30 libxml2 tzdata zlib1g',
].flatMap((line) => line.split(' '));

const programs = '/usr/lib/cyrus/bin';

/** cyrus-pop3d 3.6 with sasldb; it makes a mailbox at the first login. */
export const cyrus: Launcher = { name: 'Cyrus', unavailable: unavailableHere, start };

async function start(): Promise<RunningServer> {
  const [port, tlsPort] = [await anyFreePort(), await anyFreePort()];
  const { authority, certificate, key } = await issueCertificate({ names: loopbackNames });
  const jail = await Jail.create('cyrus', packages);
  try {
    for (const folder of ['/var/lib/cyrus', '/var/lib/cyrus/socket', '/var/spool/cyrus/mail', '/run/cyrus']) {
      await jail.folder(folder, 'cyrus');
    }
    for (const folder of ['proc', 'lock', 'socket']) await jail.folder(`/run/cyrus/${folder}`, 'cyrus');
    await jail.write('/etc/cert.pem', certificate);
    await jail.write('/etc/key.pem', key, 'cyrus', 0o600);
    await jail.write('/etc/imapd.conf', settings);
    await jail.write('/etc/cyrus.conf', services(port, tlsPort));
    for (const user of userNames) {
      const command = ['/usr/sbin/saslpasswd2', '-p', '-c', '-u', 'localhost', '-f', '/etc/sasldb2', user];
      await jail.run(command, `${passwords[user]}\n`);
    }
    await jail.give('/etc/sasldb2', 'cyrus');
    jail.start([`${programs}/master`, '-D', '-M', '/etc/cyrus.conf', '-C', '/etc/imapd.conf']);
    await jail.offers(port);
    await jail.offers(tlsPort, true);
    // The first login of a user makes the mailbox.
    for (const user of userNames) {
      const session = await Pop3Session.open(await socketWire({ host: '127.0.0.1', port }));
      await session.login({ username: user, password: passwords[user] }, null, { tls: true });
      await session.quit();
    }
  } catch (error) {
    await jail.stop();
    throw error;
  }
  const folderOf = async (user: UserName) => (await jail.run([`${programs}/mbpath`, `user/${user}`])).trim();
  return running(jail, { port, tlsPort, authority }, (user) => ({
    username: user,
    password: passwords[user],
    async fill(messages) {
      const folder = await folderOf(user);
      for (const [index, message] of messages.entries()) {
        await jail.write(`${folder}/${index + 1}.`, message, 'cyrus', 0o600);
      }
      // Makes the index from the files; delivery over LMTP would add header fields.
      await jail.run([`${programs}/reconstruct`, `user/${user}`]);
    },
    async stored() {
      // What was deleted stays as a file until this program comes round.
      await jail.run([`${programs}/cyr_expire`, '-E', '1', '-X', '0']);
      const folder = jail.path(await folderOf(user));
      const numbers = (await readdir(folder)).filter((name) => /^\d+\.$/.test(name)).map(Number.parseFloat);
      const sorted = numbers.sort((one, other) => one - other);
      return Promise.all(sorted.map((number) => readFile(`${folder}/${number}.`)));
    },
  }));
}

const settings = `
configdirectory: /var/lib/cyrus
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
defaultpartition: default
partition-default: /var/spool/cyrus/mail
unixhierarchysep: yes
servername: localhost
admins: cyrus
allowplaintext: yes
allowapop: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: /etc/sasldb2
popminpoll: 0
autocreate_quota: 0
autocreate_post: yes
expunge_mode: immediate
delete_mode: immediate
tls_server_cert: /etc/cert.pem
tls_server_key: /etc/key.pem
`;

function services(port: number, tlsPort: number): string {
  return `
START {
  recover cmd="${programs}/ctl_cyrusdb -r"
}
SERVICES {
  pop3 cmd="${programs}/pop3d" listen="127.0.0.1:${port}" prefork=1 maxchild=20
  pop3s cmd="${programs}/pop3d -s" listen="127.0.0.1:${tlsPort}" prefork=0 maxchild=20
}
EVENTS {
}
`;
}
