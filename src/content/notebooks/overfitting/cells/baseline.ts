const plain = await fit('no remedy', small);
display.table(
  Object.entries({ training: small, validation }).map(([set, data]) => ({
    set,
    images: data.x.shape[0],
    loss: lossOn(plain, data).toFixed(4),
    accuracy: accuracyOn(plain, data).toFixed(3),
  })),
);
