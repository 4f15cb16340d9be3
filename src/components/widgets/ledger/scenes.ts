import type { Scene } from '../toolkit/build.ts';

export const SCENES = {
  'three-3x3': {
    query: '',
    title: { zh: '三层 3×3', en: 'Three 3×3 layers' },
  },
  dilated: {
    query: 'layers=input:32,32,3;conv:3x3,16,p1;conv:3x3,16,p2,d2;conv:3x3,16,p4,d4',
    title: { zh: '膨胀率 1、2、4', en: 'Dilation 1, 2, 4' },
  },
  'stride-early': {
    query: 'layers=input:32,32,3;conv:3x3,16,s2,p1;conv:3x3,16,p1;conv:3x3,16,p1',
    title: { zh: '步幅放在第一层', en: 'Stride in the first layer' },
  },
  lenet5: {
    query: 'net=lenet5&image=digit-3',
    title: { zh: 'LeNet-5', en: 'LeNet-5' },
  },
  alexnet: {
    query: 'net=alexnet',
    title: { zh: 'AlexNet（两组）', en: 'AlexNet (two groups)' },
  },
  'alexnet-ungrouped': {
    query: 'net=alexnet-ungrouped',
    title: { zh: 'AlexNet（不分组）', en: 'AlexNet (no groups)' },
  },
  'alexnet-torchvision': {
    query: 'net=alexnet-torchvision',
    title: { zh: 'AlexNet（torchvision）', en: 'AlexNet (torchvision)' },
  },
  vgg16: {
    query: 'net=vgg16',
    title: { zh: 'VGG-16', en: 'VGG-16' },
  },
  resnet50: {
    query: 'net=resnet50',
    title: { zh: 'ResNet-50', en: 'ResNet-50' },
  },
  mobilenet: {
    query: 'net=mobilenet',
    title: { zh: 'MobileNet v1', en: 'MobileNet v1' },
  },
} satisfies Record<string, Scene>;

export type SceneName = keyof typeof SCENES;
