type ImageValueProps = { source: string; alt: string };

/** An image that was given or made. */
export const ImageValue = ({ source, alt }: ImageValueProps) => (
  // biome-ignore lint/performance/noImgElement: it is for those who may see it, and no cache may keep it
  <img
    src={source}
    alt={alt}
    className="max-h-96 max-w-full rounded-lg border border-line object-contain"
  />
);
