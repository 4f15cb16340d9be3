import { eachText, placeInText, proseOf } from '../prose.ts';
import type { Finding } from '../rule.ts';
import { inNotebook, type Site } from '../site.ts';

const NUMBER = /\d[\d,]*\.\d+(?:\.\d+)*|\d[\d,]*\s?[%％]/g;

/** What may stand before a number that is a name, not a quantity: versions, sections, figures. */
const NAMED =
  /(?:§|第|\bv|\b(?:Python|NumPy|PyTorch|TensorFlow|TF|TF\.js|TensorFlow\.js|Keras|CUDA|cuDNN|JAX|scikit-learn|scikit-image|torchvision|OpenCV|SciPy|ONNX|version|Section|Sect\.|Figure|Fig\.|Table|Eq\.|Equation|Chapter|Appendix|Node|Chromium|Chrome|WebGL|版本|图|表|式|公式))\s*$/;

/** Decimals and percentages are not typed on concept pages: `<Fact>` renders them. */
export default function typedNumbers(site: Site): Finding[] {
  return proseOf(site).flatMap((prose) => {
    if (inNotebook(prose.file)) return []; // parity-numbers compares them
    if (prose.from === 'yaml' || (prose.from === 'prop' && prose.key !== 'question')) return [];
    const found: Finding[] = [];
    eachText(prose, (text) => {
      for (const match of text.value.matchAll(NUMBER)) {
        if (NAMED.test(text.value.slice(0, match.index))) continue;
        found.push({
          file: prose.file,
          ...placeInText(prose, text, match.index),
          message: `${match[0]} is typed into the text`,
          fix: 'put it under `facts:` in concept.yaml with its source or proof and write <Fact id="…" />',
        });
      }
    });
    return found;
  });
}
