import { describe, expect, test } from 'vitest';
import { listText, NETWORK_NAMES } from '@lib/network-list.ts';
import { isCode } from '@widgets/ledger/paste.ts';
import { SCENES, type SceneName } from '@widgets/ledger/scenes.ts';
import {
  ADDABLE,
  change,
  DEFAULTS,
  editText,
  KEYS,
  milestones,
  parse,
  texts,
  type State,
} from '@widgets/ledger/state.ts';
import { STRINGS } from '@widgets/ledger/strings.ts';
import { queryText, readQuery, withoutDefaults } from '@widgets/toolkit/query.ts';
import { combinations } from './combinations.ts';

const read = (text: string) =>
  readQuery(text, KEYS, [['net', 'layers']], (name) => SCENES[name as SceneName]?.query);
const given = (text: string): State => {
  const { query, problems } = read(text);
  const parsed = parse(query);
  expect([...problems, ...(parsed.problems ?? [])]).toEqual([]);
  return parsed.state!;
};
const code = (layers: string) => {
  const { state, problems } = parse({ layers });
  return state ? state.list : problems!.map((p) => `${p.params.line} ${p.code}`).join();
};

describe('the address', () => {
  test('round trip: 500 combinations and every scene come back as they were', () => {
    const states = [
      ...combinations(500, 7).map(({ state }) => state),
      ...Object.keys(SCENES).map((name) => given(`scene=${name}`)),
    ];
    for (const state of states) {
      const text = queryText(withoutDefaults(texts(state), DEFAULTS), KEYS);
      const again = given(text);
      expect(texts(again), text).toEqual(texts(state));
      expect(again.ledger, text).toEqual(state.ledger);
      expect([again.layer, again.cell, again.input]).toEqual([
        state.layer,
        state.cell,
        state.input,
      ]);
    }
  });

  test('nothing is the default: three 3×3, the last of them, its middle cell', () => {
    const state = given('');
    expect(state.ledger.rows[state.layer].size).toEqual([7, 7]);
    expect([state.layer, state.cell]).toEqual([3, [16, 16]]);
    expect(queryText(withoutDefaults(texts(state), DEFAULTS), KEYS)).toBe('');
  });

  test('scenes say what they show', () => {
    const fields = Object.fromEntries(
      Object.keys(SCENES).map((name) => {
        const { ledger } = given(`scene=${name}`);
        const { size, stride } = ledger.rows[ledger.last];
        return [name, [size[0], stride[0]]];
      }),
    );
    expect(fields).toEqual({
      'three-3x3': [7, 1],
      dilated: [15, 1],
      'stride-early': [11, 2],
      lenet5: [32, 4],
      alexnet: [195, 32],
      'alexnet-ungrouped': [195, 32],
      'alexnet-torchvision': [195, 32],
      vgg16: [212, 32],
      resnet50: [427, 32],
      mobilenet: [315, 32],
    });
    expect(Object.keys(SCENES)[0]).toBe('three-3x3');
  });

  test.each([
    ['net=vgg19', 'net: choice'],
    ['net=vgg16&layers=relu', 'net: both'],
    ['net=', 'net: choice'],
    ['layers=', 'layers: line-empty'],
    ['layers=conv', 'layers: line-missing'],
    ['layers=conv:3x3,4,s0', 'layers: line-range'],
    ['layers=conv:3x3,1e9', 'layers: line-argument'],
    ['layers=conv:33,4', 'layers: line-range'],
    ['layers=blur:3', 'layers: line-layer'],
    ['layers=input:9999,9,1;relu', 'layers: line-range'],
    ['layers=input:4,4,1;conv:5x5,2', 'layers: fit-window'],
    ['layers=input:4,4,1;gap;conv:1x1,2', 'layers: fit-image'],
    ['layers=input:4,4,1;dense:2', 'layers: fit-vector'],
    ['layers=input:4,4,3;conv:1x1,2,g2', 'layers: fit-groups'],
    ['layers=input:4,4,3;add(conv:3x3,3|)', 'layers: fit-branches'],
    ['layers=64*(5*(relu))', 'layers: fit-too-many-rows'],
    ['layers=64*(64*(relu))', 'layers: line-long'],
    ['layers=%3Cimg%20src=x%20onerror=alert(1)%3E', 'layers: code'],
    ['layers=constructor(1)', 'layers: code-layer'],
    ['layers=input:512,512,8192;9*(conv:32x32,8192,same)', 'layers: too-large'],
    ['layers=input:512,512,1;9*(conv:32x32,1,same)', 'layers: too-large'],
    ['layers=input:512,512,1;250*(relu)', 'layers: line-range'],
    ['size=0', 'size: range'],
    ['size=1e9', 'size: range'],
    ['size=3,3,3', 'size: count'],
    ['net=vgg16&size=8', 'size: fit-window'],
    ['layer=4', 'layer: range'],
    ['layer=-1', 'layer: range'],
    ['layer=1.5', 'layer: not-whole'],
    ['layer=NaN', 'layer: not-a-number'],
    ['cell=32,0', 'cell: range'],
    ['cell=1', 'cell: count'],
    ['cell=1,2,3', 'cell: count'],
    ['cell=a,b', 'cell: not-a-number'],
    ['image=dog', 'image: choice'],
    ['image=own', 'image: own-picture'],
    ['scene=nothing', 'scene: choice'],
    ['colour=1', 'colour: unknown-key'],
    ['v=2', 'v: version'],
    ['layer=1&layer=2', 'layer: repeated'],
  ])('%s is refused: %s', (text, expected) => {
    const { query, problems } = read(text);
    const found = [...problems, ...(parse(query).problems ?? [])];
    expect(found.map(({ key, code }) => `${key}: ${code}`)).toContain(expected);
    for (const lang of ['zh', 'en'] as const) {
      for (const { code } of found) expect(STRINGS[lang].problems[code], code).toBeTruthy();
    }
  });

  test('every template of a message is filled', () => {
    for (const lang of ['zh', 'en'] as const) {
      for (const text of [
        'conv',
        'conv:3x3,4,z',
        'blur',
        'input:4,4,1;conv:9,2',
        'input:4,4,3;conv:1,2,g2',
        'foo(3)',
        'nn.Linear(3)',
        'nn.ReLU(zoo=3)',
      ]) {
        // prettier-ignore
        const [{ code, params }] = parse({ layers: text }).problems!;
        const words = STRINGS[lang].problems[code];
        for (const [, name] of words.matchAll(/\{(\w+)\}/g)) {
          if (name !== 'name') expect(params, `${code} ${words}`).toHaveProperty(name);
        }
      }
    }
  });
});

describe('the list', () => {
  test('without an input, it is one of 32×32×3, or of the size given', () => {
    expect(code('relu')).toBe('input:32,32,3;relu');
    expect(parse({ layers: 'relu', size: '9,8' }).state!.list).toBe('input:9,8,3;relu');
    expect(parse({ layers: 'input:9,9,1;relu', size: '5' }).state!.input).toEqual([5, 5, 1]);
  });

  test('typed in lines, with blanks, it is one line', () => {
    expect(code('input:8,8,4\n conv:3x3, 4, p1 \n\nadd( conv:1x1,4 ; bn |\n)\nrelu;\n')).toBe(
      'input:8,8,4;conv:3x3,4,p1;add(conv:1x1,4;bn|);relu',
    );
  });

  test('as it is edited it is read back the same', () => {
    for (const { state } of combinations(100, 3)) {
      const again = parse({ layers: editText(state) }).state!;
      expect(again.layers).toEqual(state.layers);
    }
    for (const net of NETWORK_NAMES) {
      const { layers } = parse({ net }).state!;
      expect(parse({ layers: editText(parse({ net }).state!) }).state!.layers).toEqual(layers);
    }
  });
});

describe('code that is pasted', () => {
  const LIST = 'input:32,32,3;conv:3x3,64,s2,same;relu;maxpool:2;flatten;dense:10;softmax';

  test('Keras, in a list, added, and applied one after another', () => {
    const layers = [
      'layers.Conv2D(64, 3, strides=2, padding="same", activation="relu")',
      'layers.MaxPooling2D()',
      'layers.Flatten()',
      "layers.Dense(10, activation='softmax')",
    ];
    const list = `import keras\nfrom keras import layers\n\nmodel = keras.Sequential([\n  keras.Input(shape=(32, 32, 3)),  # colour\n  ${layers.join(',\n  ')},\n])`;
    expect(code(list)).toBe(LIST);
    const added = ['model = Sequential()', 'model.add(Input((32, 32, 3)))', ...layers.map((l) => `model.add(${l})`)]; // prettier-ignore
    expect(code(added.join('\n'))).toBe(LIST);
    const applied = ['x = inputs = keras.Input((32, 32, 3))', ...layers.map((l) => `x = ${l}(x)`), 'model = keras.Model(inputs, x)']; // prettier-ignore
    expect(code(applied.join('\n'))).toBe(LIST);
  });

  test('TensorFlow.js', () => {
    expect(
      code(`const model = tf.sequential();
model.add(tf.layers.conv2d({ inputShape: [32, 32, 3], filters: 64, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' }));
model.add(tf.layers.maxPooling2d({ poolSize: 2 })); // halves
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));`),
    ).toBe(LIST);
  });

  test('PyTorch', () => {
    expect(
      code(`import torch.nn as nn
net = nn.Sequential(
    nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False),
    nn.BatchNorm2d(64), nn.ReLU(inplace=True),
    nn.MaxPool2d(3, 2, 1, ceil_mode=True),
    nn.Conv2d(64, 64, (1, 7), padding=(0, 3), groups=64),
    nn.AdaptiveAvgPool2d((1, 1)),
    nn.Flatten(),
    nn.Linear(64, 10),
)`),
    ).toBe(
      'input:32,32,3;conv:3x3,64,s2,p1,nobias;bn;relu;maxpool:3,s2,p1,ceil;conv:1x7,64,p0x3,g64;gap;flatten;dense:10',
    );
    expect(
      code('nn.Conv2d(1, 4, 3)\nnn.ZeroPad2d((1, 2, 3, 4))\nnn.AdaptiveMaxPool2d((37, 11))'),
    ).toBe('input:32,32,1;conv:3x3,4;pad:3x4x1x2;maxpool:1x3');
  });

  test.each([
    ['x = foo(3)', '1 code-layer'],
    ['nn.ReLU()\ndef f(x): return x', '2 code'],
    ['nn.ReLU()\nx = x + nn.ReLU()', '2 code'],
    ['nn.ReLU()\n\nnn.Conv2d(3, 64)', '3 code-missing'],
    ['layers.Conv2D(64, 3, padding="full")', '1 code-value'],
    ['layers.Conv2D(64, 3, zoo=3)', '1 code-argument'],
    ['layers.Conv2D(64, 3, 1, "same", 5)', '1 code-argument'],
    ['layers.Conv2D(64.5, 3)', '1 code-value'],
    ['layers.Conv2D(0, 3)', '1 line-range'],
    ['layers.Conv2D(64, 3, activation=my_function)', '1 code-value'],
    ['layers.Conv2D(64, 3, data_format="channels_first")', '1 code-value'],
    ['layers.BatchNormalization(scale=False)', '1 code-value'],
    ['nn.Conv2d(3, 8, 3)\nnn.Conv2d(4, 8, 3)', '2 fit-channels'],
    ['nn.Conv2d(3, 8, 3)\nnn.BatchNorm2d(4)', '2 fit-channels'],
    ['nn.Flatten()\nnn.Linear(10, 3)', '2 fit-channels'],
    ['nn.Conv2d(3, 8, 3, padding_mode="reflect")', '1 code-value'],
    ['nn.Conv2d(3, 8, 99)', '1 line-range'],
    ['nn.Conv2d(3, 8, 3', '1 code'],
    ['nn.Conv2d(3, 8, 3))))', 'input:32,32,3;conv:3x3,8'],
    ['for i in range(3): nn.ReLU()', '1 code'],
    ['x = keras.Input((8, 8, 3))\na = layers.ReLU()(x)\nb = layers.ReLU()(x)', '3 code-branch'],
    ['x = layers.ReLU()\ny = layers.add([x, x])', '2 code-layer'],
    ['nn.ReLU()\nnn.Sequential(*blocks())', '2 code'],
    ['nn.ReLU(); import os; os.system("rm")', '1 code'],
    ['alert(document.cookie)', '1 code-layer'],
    ['__proto__(1)', '1 code-layer'],
    ['nn.AdaptiveAvgPool2d(7)', '1 code-adaptive'],
    ['keras.Input(shape=(None, None, 3))', '1 code-value'],
    ['Sequential()', '1 code-empty'],
    ['layers.Dense(10)', '1 fit-vector'],
    ['nn.ReLU() @ 3', '1 code'],
  ])('%s: %s', (text, expected) => {
    expect(isCode(text)).toBe(true);
    expect(code(text)).toBe(expected);
  });

  test('any prefix of code is a network or is refused in words, never a crash', () => {
    const text = `x = inputs = keras.Input(shape=(32, 32, 3))\nx = layers.Conv2D(8, (3, 3), strides=[1, 1], padding='same', kernel_initializer=keras.initializers.HeNormal(seed=1))(x)\nx = layers.Dense(units=3)(x)`;
    for (let i = 0; i < text.length; i++) {
      const { state, problems } = parse({ layers: text.slice(0, i) });
      expect(state !== undefined || problems!.length > 0).toBe(true);
    }
  });

  test('thousands of opening brackets do not overflow the stack', () => {
    const deep = parse({ layers: `nn.ReLU(${'('.repeat(4000)}` });
    expect(deep.problems).toBeDefined();
    expect(parse({ layers: `add(${'add('.repeat(1500)}` }).problems).toBeDefined();
  });
});

describe('buttons', () => {
  test('a layer behind the chosen one, which is then chosen; and away again', () => {
    const state = parse({}).state!;
    for (const name of ADDABLE) {
      const longer = parse(change(state, name)).state!;
      expect(longer.ledger.rows.length).toBe(5);
      expect(longer.layer).toBe(4);
      const shorter = parse(change(longer, 'remove')).state!;
      expect(listText({ layers: [...shorter.layers] })).toBe(
        listText({ layers: [...state.layers] }),
      );
      expect(shorter.layer).toBe(3);
    }
    expect(parse(change(state, 'conv')).state!.ledger.rows[4].size).toEqual([9, 9]);
    expect(parse(change(state, 'dilated')).state!.ledger.rows[4].size).toEqual([11, 11]);
  });

  test('inside a branch of a network of the literature', () => {
    const state = parse({ net: 'resnet50', layer: '8' }).state!;
    expect(state.ledger.rows[8].at).toEqual([4, 0, 3]);
    const longer = parse(change(state, 'conv')).state!;
    expect(longer.ledger.rows.length).toBe(176);
    expect(longer.layer).toBe(9);
    expect(longer.ledger.rows[9].at).toEqual([4, 0, 4]);
    expect(longer.ledger.rows[longer.ledger.last].size[0]).toBe(427 + 8);
    const first = parse(change(parse({ layer: '0' }).state!, 'pool')).state!;
    expect([first.layer, first.layers[0].op]).toEqual([1, 'maxpool']);
  });

  test('what “next” visits is where the field or the plane changes', () => {
    const { ledger } = parse({ net: 'vgg16' }).state!;
    expect(milestones(ledger.rows).length).toBe(1 + 13 + 5 + 3);
  });
});
