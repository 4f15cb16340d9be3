/**
 * Models of the reader's own that were opened on this page; each is known by a number, 1 for the
 * first. open-model.ts reads and checks them.
 */
import type { Weights } from '../../../lib/nn/forward.ts';
import type { Graph } from '../../../lib/nn/graph.ts';

export interface OwnModel {
  name: string;
  graph: Graph;
  weights: Weights;
  /** Multiply-adds of a forward pass. */
  macs: number;
}

const models: OwnModel[] = [];

/** The number of the model that was opened last; 0 when there is none. */
export const lastOwn = () => models.length;

/** A model that was opened on this page. */
export const ownModel = (number: number): OwnModel | undefined => models[number - 1];

/** Keeps a model and returns its number. */
export const keepModel = (model: OwnModel): number => models.push(model);
