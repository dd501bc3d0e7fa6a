import { Mail } from '@/components/shell/Mail';

/** The one page: a static shell, the same for everybody; what it shows comes from the device. */
export default function MailPage() {
  return <Mail />;
}
