import { start } from '../toolkit/live.ts';
import { KIND } from './kind.ts';

export const bringToLife = start(KIND);
