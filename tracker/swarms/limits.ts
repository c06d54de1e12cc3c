/** What bounds the memory that strangers can take, and when they are forgotten. */
export interface SwarmLimits {
  readonly hosts: number;
  /** seen at one address: a school behind one router is many */
  readonly hostsPerIp: number;
  readonly holdingsPerHost: number;
  /** of all hosts together */
  readonly holdings: number;
  /** hosts, and standard clients, of one document */
  readonly holdersPerDocument: number;
  /** standard clients at one address, of one document */
  readonly standardPerIp: number;
  /** ms of silence after which a host is gone */
  readonly hostExpiryMs: number;
  /** ms of silence after which a standard client is gone */
  readonly standardExpiryMs: number;
}
