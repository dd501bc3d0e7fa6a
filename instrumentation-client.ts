// Next runs this before anything of the app: the policies must be there when the first chunk is loaded.
import '@/components/pwa/trustedTypes';
