import { Suspense } from 'react';
import { Mail } from '@/components/shell/Mail';
import { Opening } from '@/components/shell/Opening';

/** The one page: a static shell, the same for everybody; what it shows comes from the device. */
export default function MailPage() {
  return (
    <Suspense fallback={<Opening />}>
      <Mail />
    </Suspense>
  );
}
