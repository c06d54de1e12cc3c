export { type Contender, dealSlots, fillSlots, UPLOAD_SLOTS } from './slots.ts';
