/** One frame of the reader's camera, only on request; the picture never leaves the page. */
import { decode, type Picture } from './pictures.ts';

/** Words beside the button: what to do, and why it failed. */
export interface CameraWords {
  cameraTake: string;
  cameraStop: string;
  cameraDenied: string;
  cameraMissing: string;
}

/**
 * Shows the camera below the button until a picture is taken or the reader gives up.
 *
 * @returns undefined when there is no picture; why stands below the button.
 */
export async function takeFrame(
  button: HTMLElement,
  words: CameraWords,
): Promise<Picture | undefined> {
  if (button.parentElement!.querySelector('.w-camera')) return undefined; // it is on already
  const box = document.createElement('div');
  box.className = 'w-camera';
  box.tabIndex = -1;
  button.after(box);
  const say = (text: string) => {
    box.textContent = text;
    box.setAttribute('role', 'alert');
    setTimeout(() => box.remove(), 10_000);
  };
  let stream: MediaStream;
  try {
    // Outside https there is no mediaDevices at all.
    const devices = navigator.mediaDevices as MediaDevices | undefined;
    if (!devices) throw new DOMException('no camera here', 'NotFoundError');
    stream = await devices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  } catch (error) {
    const denied = error instanceof DOMException && error.name === 'NotAllowedError';
    say(denied ? words.cameraDenied : words.cameraMissing);
    return undefined;
  }
  const video = document.createElement('video');
  video.playsInline = true;
  video.muted = true;
  video.srcObject = stream;
  const take = Object.assign(document.createElement('button'), { type: 'button' });
  take.textContent = words.cameraTake;
  const leave = Object.assign(document.createElement('button'), { type: 'button' });
  leave.textContent = words.cameraStop;
  box.append(video, take, leave);
  try {
    await video.play();
    take.focus();
    const wanted = await new Promise<boolean>((resolve) => {
      take.onclick = () => resolve(true);
      leave.onclick = () => resolve(false);
      stream.getVideoTracks()[0].onended = () => resolve(false);
    });
    return wanted ? await decode(video) : undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    box.remove();
    button.focus();
  }
}
