/** Flags that leave of aria2 only what is compared: plain TCP, one swarm, no limits, no configuration of the user's. */
export const ARIA2 = [
  '--no-conf',
  '--enable-dht=false',
  '--enable-dht6=false',
  '--bt-enable-lpd=false',
  '--disable-ipv6=true',
  '--interface=127.0.0.1',
  '--file-allocation=none',
  '--disk-cache=64M',
  '--allow-overwrite=true',
  '--bt-min-crypto-level=plain',
  '--bt-require-crypto=false',
  '--summary-interval=0',
  '--quiet=true',
];
