export { type AnnotationJson, annotationToJson } from '../export/annotation-json.ts';
