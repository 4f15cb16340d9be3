/** Which widgets run which models. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  dissector: ['digits-classifier'],
  adversarial: ['digits-classifier'],
  vae: ['digits-vae2', 'digits-vae'],
  autoencoder: ['digits-denoiser'],
  'gan-samples': ['digits-gan', 'fashion-gan', 'digits-classifier', 'fashion-classifier'],
  segmenter: ['scenes-segmenter'],
  detector: ['scenes-detector'],
};

/** The widgets that run a model. */
export function usersOf(model: string): string[] {
  return Object.keys(MODELS).filter((widget) => MODELS[widget].includes(model));
}
