/// The method {{name}}.
package {{package}};
