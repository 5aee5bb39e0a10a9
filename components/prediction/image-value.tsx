import { PlainImage } from "#components/ui/plain-image.tsx";

type ImageValueProps = { source: string; alt: string };

/** An image that was given or made. */
export const ImageValue = (image: ImageValueProps) => (
  <PlainImage {...image} className="max-h-96 rounded-lg border border-line" />
);
