/** The programs that readers copy are run: TensorFlow.js always, PyTorch where there is one. */
import { execFileSync, spawnSync } from 'node:child_process';
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { listText } from '@lib/network-list.ts';
import type { Layer } from '@lib/network.ts';
import { codeTwin } from '@widgets/ledger/code.ts';
import { parse, type State } from '@widgets/ledger/state.ts';
import { combinations } from './combinations.ts';

const own = (layers: string) => parse({ layers }).state!;
const states: State[] = [
  ...combinations(60, 9).map(({ state }) => state),
  ...['lenet5', 'mobilenet'].map((net) => parse({ net, size: net === 'lenet5' ? '32' : '64' }).state!),
  own('input:33,40,4;conv:3x3,8,s2,d2,p2,g2;leaky-relu;hard-swish;elu;softplus;gelu'),
  own('input:17,17,2;maxpool:3,s2,p1,ceil;avgpool:2,s2,ceil;selu;sigmoid;swish'),
]; // prettier-ignore

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('TensorFlow.js', () => {
  test('64 programs build networks with the parameters and the output of the ledger', () => {
    for (const state of states) {
      const code = codeTwin(state, 'tfjs');
      const body = code.replace(/^import .*$/m, '').replace(/^console\.log.*$/gm, '');
      const model = new Function('tf', `${body}\nreturn model;`)(tf) as tf.LayersModel;
      const { parameters, statistics, rows } = state.ledger;
      expect(model.countParams(), state.list).toBe(parameters + statistics);
      expect(model.outputs[0].shape, `${state.list}\n${code}`).toEqual([
        null,
        ...rows[rows.length - 1].output,
      ]);
      model.dispose();
    }
  });

  test('and they run', () => {
    const state = own(
      'input:12,12,4;conv:3x3,4,p1,g2;lrn;hard-swish;add(conv:3x3,4,p1;bn|);maxpool:3,s2,p1;gap;dense:3',
    );
    const body = codeTwin(state, 'tfjs').replace(/^import .*$|^console\.log.*$/gm, '');
    const model = new Function('tf', `${body}\nreturn model;`)(tf) as tf.LayersModel;
    const y = model.predict(tf.ones([1, 12, 12, 4])) as tf.Tensor;
    expect(y.shape).toEqual([1, 3]);
    expect([...y.dataSync()].every(Number.isFinite)).toBe(true);
  });
});

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import ast']).status === 0,
);
const torch = python && spawnSync(python, ['-c', 'import torch']).status === 0;

describe.skipIf(!torch)('PyTorch', () => {
  test('67 programs count and shape as the ledger does', () => {
    const all = [...states, ...['resnet50', 'alexnet', 'alexnet-torchvision'].map((net) => parse({ net }).state!)]; // prettier-ignore
    const script = [
      'import json, sys',
      'for code in json.load(sys.stdin):',
      '    said = []',
      "    exec(code, {'print': lambda v: said.append(v), '__name__': 'x'})",
      '    sys.stdout.write(json.dumps([said[0], list(said[1])]) + "\\n")',
    ].join('\n');
    const out = execFileSync(python!, ['-c', script], {
      input: JSON.stringify(all.map((state) => codeTwin(state, 'pytorch'))),
      maxBuffer: 1e9,
    });
    const answers = out.toString().trim().split('\n').map((line) => JSON.parse(line)); // prettier-ignore
    all.forEach((state, i) => {
      const { rows, parameters } = state.ledger;
      const { output } = rows[rows.length - 1];
      const shape = output.length === 3 ? [output[2], output[0], output[1]] : output;
      expect(answers[i], state.list).toEqual([parameters, [1, ...shape]]);
    });
  });
});

describe.skipIf(!python)('Keras', () => {
  test('is Python', () => {
    const script = 'import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)';
    execFileSync(python!, ['-c', script], {
      input: JSON.stringify(states.map((state) => codeTwin(state, 'numpy'))),
    });
  });
});

describe('what is written can be pasted', () => {
  /** Without what only one framework can say: zeros around may come as a layer of their own. */
  const plain = (layers: readonly Layer[]) => layers.every((layer) => !('branches' in layer) && layer.op !== 'lrn' && layer.op !== 'hard-swish'); // prettier-ignore

  test('every list without branches comes back with the same ledger', () => {
    let count = 0;
    for (const state of states) {
      if (!plain(state.layers)) continue;
      // Where stride and dilation meet, Keras and TF.js compute what the stride then drops.
      const apart = state.layers.some(
        (layer) =>
          'stride' in layer && layer.stride.some((s) => s > 1) && layer.dilation.some((d) => d > 1),
      );
      for (const language of ['tfjs', 'pytorch', 'numpy'] as const) {
        const code = codeTwin(state, language)
          .replace(/^(print|console).*$/gm, '')
          .replace(/^const model.*$/m, '');
        // PyTorch does not say how many channels come in when no layer asks.
        if (language === 'pytorch' && !/Conv2d|BatchNorm2d/.test(code)) continue;
        if (language === 'tfjs' && code.includes('GroupConv2d')) continue; // a class of its own
        const size = `${state.input[0]},${state.input[1]}`;
        const { state: again, problems } = parse({ layers: code, size });
        expect(problems, code).toBeUndefined();
        const sum = ({ ledger }: State) => {
          const last = ledger.rows[ledger.rows.length - 1];
          return [ledger.parameters, last.output, last.size, last.start, apart || ledger.macs];
        };
        expect(sum(again!), `${listText({ layers: [...state.layers] })}\n${code}`).toEqual(
          sum(state),
        );
        count++;
      }
    }
    expect(count).toBeGreaterThan(60);
  });
});
