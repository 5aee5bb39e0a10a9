-- AlterTable
ALTER TABLE "prediction_payloads" ADD COLUMN     "conditions" JSONB;

-- AlterTable
ALTER TABLE "environments" ADD COLUMN     "certificate" JSONB;
