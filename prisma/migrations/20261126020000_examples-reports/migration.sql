-- AlterTable
ALTER TABLE "predictions" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "examples" (
    "id" TEXT NOT NULL,
    "model_id" UUID NOT NULL,
    "prediction_id" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "examples_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reports" (
    "id" TEXT NOT NULL,
    "prediction_id" TEXT NOT NULL,
    "visitor" TEXT NOT NULL,
    "expected" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "examples_prediction_id_key" ON "examples"("prediction_id");

-- CreateIndex
CREATE INDEX "examples_model_id_created_at_idx" ON "examples"("model_id", "created_at");

-- CreateIndex
CREATE INDEX "reports_prediction_id_idx" ON "reports"("prediction_id");

-- AddForeignKey
ALTER TABLE "examples" ADD CONSTRAINT "examples_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "examples" ADD CONSTRAINT "examples_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "predictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_prediction_id_fkey" FOREIGN KEY ("prediction_id") REFERENCES "predictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One open report a visitor and prediction. Partial indexes have no place in schema.prisma.
CREATE UNIQUE INDEX "reports_open" ON "reports" ("prediction_id", "visitor") WHERE "closed_at" IS NULL;
