/**
 * What reads PDF files: pdf.js, in a worker under the workers' policy. It answers to its other half (see openPdf) and starts
 * by being loaded.
 */
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
