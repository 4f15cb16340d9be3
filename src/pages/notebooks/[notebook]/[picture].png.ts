/** The pictures of recorded outputs, as files of their own: pages stay small, and they load late. */
import type { APIRoute, GetStaticPaths } from 'astro';
import { picturesOf, type RecordedPicture } from '../../../components/notebook/build.ts';
import { notebooks } from '../../../content/notebooks.ts';

export const getStaticPaths = (async () =>
  (await notebooks()).flatMap(picturesOf).map((props) => ({
    params: { notebook: props.notebook, picture: props.picture },
    props,
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<RecordedPicture> = ({ props }) =>
  new Response(Buffer.from(props.png, 'base64'), { headers: { 'Content-Type': 'image/png' } });
